import type { Row } from '@guanxi/core'
import { type EntityIR, type Write, withValues } from '@guanxi/core/storage'
import type { Random } from '@guanxi/testkit'
import { randomRows } from '../../src/sample/rows.ts'
import type { Place } from './laws.ts'

/** So many rows at most: else the list may grow faster than it is read. */
const most = 12

/** Others who insert rows before, behind and among those that are there, and take some of their own away. */
export function written({ storage, schema, tenant, rows }: Place, entity: EntityIR, random: Random) {
  const mine: string[] = []
  let count = 0
  const send = async (write: Write) => {
    await (await storage.begin()).commit([write])
  }
  /** A row like the last one on the page, or any: with an id that sorts among theirs. */
  const fresh = (page: readonly Row[]): Row => {
    const own = rows[entity.name] ?? []
    const like = random.chance(0.5) ? own.find(({ id }) => id === page.at(-1)?.id) : undefined
    const row = like ?? random.pick(randomRows(random, schema)[entity.name] ?? [])
    const id = `${String(row.id)}${random.pick(['', '-'])}${count++}`
    mine.push(id)
    return withValues(row, [
      ['id', id],
      // Nobody else may have it.
      ...(entity.fields.has('code') ? [['code', null] as const] : []),
    ])
  }
  return {
    async next(page: readonly Row[]) {
      if (count >= most) return
      const more = Array.from({ length: random.int(1, 3) }, () => fresh(page))
      await send({ type: 'insert', entity, tenant, rows: more })
      if (!random.chance(0.3)) return
      const gone = mine.splice(random.int(0, mine.length - 1), 1)
      await send({ type: 'delete', entity, tenant, rows: gone.map((id) => ({ id })) })
    },
    async undo() {
      if (mine.length > 0) await send({ type: 'delete', entity, tenant, rows: mine.map((id) => ({ id })) })
    },
  }
}
