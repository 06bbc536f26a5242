import { isCrmError, type Row } from '@guanxi/core'
import { type EntityIR, entityOf, type Schema } from '@guanxi/core/storage'
import { type Call, callerOf } from '../caller.ts'
import type { Json } from '../oracle/index.ts'
import type { Question } from './questions.ts'
import { spellRow } from './spell.ts'

/** What the SDK answered: in the oracle's spelling, and to the last byte. */
export interface Observation {
  readonly answer: unknown
  readonly bytes: string
}

/** Asks the SDK. */
export async function ask(scope: object, schema: Schema, question: Question): Promise<Observation> {
  const entity = entityOf(schema, question.entity)
  try {
    const { answer, seen } = await observe(callerOf(scope, entity.plural), schema, entity, question)
    return { answer, bytes: JSON.stringify(seen) }
  } catch (error) {
    return { answer: { error: isCrmError(error) ? error.code : String(error) }, bytes: spellError(error) }
  }
}

/** Everything that an error tells. */
export function spellError(error: unknown): string {
  if (!isCrmError(error)) return String(error)
  const { code, message, details, hint } = error
  return JSON.stringify({ code, message, details, hint })
}

async function observe(
  call: Call,
  schema: Schema,
  entity: EntityIR,
  question: Question,
): Promise<{ answer: unknown; seen: unknown }> {
  const spell = (rows: readonly Row[], include: Json = {}) =>
    rows.map((row) => spellIncluded(schema, entity, row, include))
  switch (question.ask) {
    case 'list': {
      const page = (await call('list', question.query)) as { readonly items: readonly Row[] }
      return { answer: spell(page.items, question.query.include), seen: page }
    }
    case 'pages': {
      const pages: unknown[] = []
      const rows: Row[] = []
      for (let after: string | null = null; ; ) {
        const page = (await call('list', { ...question.query, after })) as {
          items: readonly Row[]
          next: string | null
        }
        pages.push(page)
        rows.push(...page.items)
        if (page.next === null) return { answer: spell(rows), seen: pages }
        after = page.next
      }
    }
    case 'search': {
      const pages: unknown[] = []
      const hits: { readonly match: string; readonly record: Row }[] = []
      for (let after: string | null = null; ; ) {
        const page = (await call('search', { ...question.query, after })) as {
          items: readonly { match: string; record: Row }[]
          next: string | null
        }
        pages.push(page)
        hits.push(...page.items)
        if (page.next === null) break
        after = page.next
      }
      return { answer: hits.map(({ match, record }) => [match, spellRow(entity, record)]), seen: pages }
    }
    case 'explain': {
      const { include: _, ...query } = question.query
      return { answer: 'explained', seen: await call('explain', query) }
    }
    case 'iterate': {
      const rows: Row[] = []
      for await (const row of call('iterate', question.query) as AsyncIterable<Row>) rows.push(row)
      return { answer: spell(rows), seen: rows }
    }
    case 'get': {
      const row = (await call('get', question.id)) as Row
      return { answer: spellRow(entity, row), seen: row }
    }
    case 'history': {
      const stays = (await call('history', question.id)) as readonly Row[]
      const whole = stays.map((stay) => ({ ...stay, entity: entity.name, recordId: question.id }))
      return { answer: whole.map((stay) => spellRow(entityOf(schema, 'stageStay'), stay)), seen: stays }
    }
    case 'histories': {
      const page = (await call('histories', question.query)) as { readonly items: readonly Json[] }
      const stay = entityOf(schema, 'stageStay')
      const answer = page.items.map(({ record, stays }) => {
        const { id } = record as Row
        const whole = (stays as readonly Row[]).map((one) => ({ ...one, entity: entity.name, recordId: id }))
        return [spellRow(entity, record as Row), whole.map((one) => spellRow(stay, one))]
      })
      return { answer, seen: page }
    }
    case 'story': {
      const steps = (await call('story', question.id)) as readonly Row[]
      const whole = steps.map((step) => ({ ...step, entity: entity.name, recordId: question.id }))
      return { answer: whole.map((step) => spellRow(entityOf(schema, 'audit'), step)), seen: steps }
    }
    case 'owners': {
      const changes = (await call('owners', question.id)) as readonly Row[]
      const whole = changes.map((change) => ({ ...change, entity: entity.name, recordId: question.id }))
      return { answer: whole.map((change) => spellRow(entityOf(schema, 'ownershipChange'), change)), seen: changes }
    }
    case 'sharedWith': {
      const members = (await call('sharedWith', question.id)) as readonly Row[]
      return { answer: members.map(({ user, level, at, by }) => [user, level, at, by]), seen: members }
    }
    case 'count': {
      const seen = await call('count', { where: question.where })
      return { answer: seen, seen }
    }
    case 'timeline': {
      const pages: unknown[] = []
      const answer: unknown[] = []
      for (let after: string | null = null; ; ) {
        const page = (await call('timeline', question.id, { ...question.input, after })) as {
          items: readonly { entity: string; record: Row }[]
          next: string | null
        }
        pages.push(page)
        for (const item of page.items) answer.push([item.entity, spellRow(entityOf(schema, item.entity), item.record)])
        if (page.next === null) return { answer, seen: pages }
        after = page.next
      }
    }
    case 'purchases': {
      const seen = await call('purchases', question.id, question.input)
      return { answer: seen, seen }
    }
    case 'aggregate': {
      const seen = await call('aggregate', question.query)
      return { answer: seen, seen }
    }
    case 'deleteMany': {
      const seen = (await call('deleteMany', { where: question.where }, { dryRun: true })) as {
        changes: readonly { entity: string; id: string }[]
      }
      // What follows from it for other records is told as well.
      return { answer: seen.changes.filter((change) => change.entity === entity.name).map(({ id }) => id), seen }
    }
  }
}

function spellIncluded(schema: Schema, entity: EntityIR, row: Row, include: Json): readonly unknown[] {
  const parts = Object.entries(include).map(([name, options]) => {
    const relation = entity.one.get(name) ?? entity.many.get(name)
    const target = entityOf(schema, relation?.to ?? '')
    const deeper = (options === true ? {} : ((options as Json).include ?? {})) as Json
    const spell = (one: Row) => spellIncluded(schema, target, one, deeper)
    const found = row[name] as Row | readonly Row[] | null
    return Array.isArray(found) ? found.map(spell) : found === null ? null : spell(found as Row)
  })
  return [spellRow(entity, row), ...parts]
}
