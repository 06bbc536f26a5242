import { type Arrangement, field, type Row } from '../../schema/index.ts'

/** The fields of a preference, whosever it is. */
export const preferenceFields = {
  /** What it is about: `drink`. */
  key: field.string({ min: 1, max: 100 }).plain(),
  /** What is preferred; null: nothing any more. */
  value: field.string({ min: 1, max: 255 }).optional().pii(),
  /** How that is known: what was said, a survey, an order. */
  origin: field.string().optional().pii(),
  /** One of each key is; the others are what it was before. */
  current: field.boolean().default(false).generated(),
  /** Who noted it. */
  by: field.string().generated().plain(),
}

/** What is said of a key takes the place of what was said before, which is kept. */
export const arrangedPreferences: Arrangement = {
  of: ['preferences'],
  rule({ given, owned, actor }) {
    const there = new Set(owned.preferences ?? [])
    let rows: readonly Row[] = [...there]
    for (const said of given.preferences as readonly Row[]) {
      if (there.has(said)) continue
      const before = rows.find((row) => row.key === said.key && row.current === true)
      if (
        (before?.value ?? null) === said.value &&
        (said.origin ?? before?.origin ?? null) === (before?.origin ?? null)
      )
        continue
      rows = rows.map((row) => (row === before ? { ...row, current: false } : row))
      rows = [...rows, { ...said, current: true, by: actor }]
    }
    return { preferences: rows }
  },
}
