import type { Bed } from './subject.ts'

/** Every table that a work writes. */
const tables = ['contacts', 'contact_points', 'deals', 'stage_stays', 'audit', 'outbox']

/**
 * Both subjects must have written the same rows: equal in every column, but for ids, instants and how long stays
 * lasted. Else the comparison would be of different things.
 */
export async function checkSameRows(bed: Bed): Promise<void> {
  for (const table of tables) {
    const [raw, guanxi] = await Promise.all([census(bed, 'raw', table), census(bed, 'guanxi', table)])
    for (const row of new Set([...raw.keys(), ...guanxi.keys()])) {
      const [there, here] = [raw.get(row) ?? 0, guanxi.get(row) ?? 0]
      if (there !== here) throw new Error(`${table}: raw has ${there} and guanxi ${here} of ${row}`)
    }
  }
}

async function census(bed: Bed, subject: 'raw' | 'guanxi', table: string): Promise<Map<string, number>> {
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
