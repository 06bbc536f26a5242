import { isCrmError, type Row } from '@guanxi/core'
import { type EntityIR, entityOf, type Schema, valueIn } from '@guanxi/core/storage'
import { aggregateAll, selectAll, selectPerParent, View } from '../oracle/index.ts'
import type { SampleRows } from '../sample/rows.ts'
import { sampleNow } from '../sample/values.ts'
import type { Answer } from './ask.ts'
import type { Case } from './case.ts'

/** Who asks in the samples: a text that rows have, so that `{ actor: 'user' }` finds some. */
export const sampleActor = { user: 'a' }

/** The answer by the oracle. */
export function expect(schema: Schema, rows: SampleRows, of: Case): Answer {
  const setting = { schema, now: sampleNow, zone: of.zone, actor: sampleActor, access: of.access }
  const view = new View(rows, setting)
  const entity = entityOf(schema, of.entity)
  if (of.type === 'select') {
    const all = selectAll(view, entity, { where: of.where, orderBy: of.orderBy, bin: of.bin })
    if (of.perParent === undefined) return all
    const chosen = new Set([...selectPerParent(all, of.perParent, of.limit).values()].flat())
    return all.filter((row) => chosen.has(row))
  }
  try {
    return aggregateAll(view, entity, { ...of.query, bin: of.bin })
  } catch (error) {
    if (isCrmError(error)) return { error: error.code }
    throw error
  }
}

/** An answer as text, to compare: the fields of records in the schema's order, the columns of groups by name. */
export function spellAnswer(answer: Answer, of: Case, entity: EntityIR): string {
  if ('error' in answer) return answer.error
  const names = of.type === 'select' ? [...entity.fields.keys()] : columnsOf(of.query)
  const valueAt = of.type === 'select' ? valueIn : (row: Row, name: string) => row[name]
  return (answer as readonly Row[])
    .map((row) => JSON.stringify(names.map((name) => valueAt(row, name) ?? null)))
    .join('\n')
}

function columnsOf({
  groupBy = {},
  measures,
}: {
  readonly groupBy?: object
  readonly measures: object
}): readonly string[] {
  return [...Object.keys(groupBy), ...Object.keys(measures)]
}
