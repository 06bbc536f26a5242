import { deepEqual } from 'node:assert/strict'
import { type Bed, hasOwnTables } from './beds/bed.ts'
import type { Runner } from './process.ts'
import type { SubjectName } from './subject.ts'
import type { ComparedWork } from './works/index.ts'

/** Every table that a work writes. */
const tables = ['contacts', 'contact_points', 'deals', 'stage_stays', 'audit', 'outbox']

/**
 * All subjects must have written the same rows as raw: equal in every column, but for ids, instants and how long stays
 * lasted. Else the comparison would be of different things.
 */
export async function checkSameRows(bed: Bed, subjects: readonly SubjectName[]): Promise<void> {
  for (const table of tables) {
    const raw = await census(bed, 'raw', table)
    for (const subject of subjects.filter((name) => name !== 'raw' && !hasOwnTables(name))) {
      const own = await census(bed, subject, table)
      for (const row of new Set([...raw.keys(), ...own.keys()])) {
        const [there, here] = [raw.get(row) ?? 0, own.get(row) ?? 0]
        if (there !== here) throw new Error(`${table}: raw has ${there} and ${subject} ${here} of ${row}`)
      }
    }
  }
}

async function census(bed: Bed, subject: SubjectName, table: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const row of await bed.rows(subject, table)) {
    const spelled = spell(row)
    counts.set(spelled, (counts.get(spelled) ?? 0) + 1)
  }
  return counts
}

const spell = (row: readonly unknown[]): string =>
  JSON.stringify(row)
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(Z|[+-][\d:]+)/g, '<at>')
    .replaceAll(/(?<="<at>","<at>",)"?\d+/g, '<duration>')

/** All subjects must answer the same as raw when they read. */
export async function checkSameAnswers(
  work: ComparedWork,
  runners: readonly Pick<Runner, 'name' | 'answer'>[],
): Promise<void> {
  const [raw, ...others] = runners.filter(({ name }) => !hasOwnTables(name))
  for (let index = 0; index < 20; index++) {
    const expected = plain(await raw?.answer(work, index))
    for (const one of others) deepEqual(plain(await one.answer(work, index)), expected, `${work}: ${one.name} differs`)
  }
}

/** A record, or the ids of a list, as JSON has them. An ORM's record shows the fields that it knows, without `custom`. */
function plain(answer: unknown): unknown {
  const json = JSON.parse(JSON.stringify(answer ?? null))
  return Array.isArray(json) ? json.map(({ id }) => id) : { ...json, custom: {} }
}
