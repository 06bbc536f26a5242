import { everywhere } from '../job/index.ts'
import { type EntityIR, type Row, valueIn, withValues } from '../schema/index.ts'
import type { Write } from '../storage/index.ts'
import type { Written } from './cells.ts'
import { fieldsIn } from './fields-in.ts'
import type { RollupIR } from './installed.ts'

/** A record's values before and after; null: it did not count. */
type Told = readonly [before: readonly unknown[] | null, after: readonly unknown[] | null]

/** What is noted of one write. */
export interface Noted {
  readonly id: string
  readonly of: string
  readonly entity: string
  readonly rollups: readonly string[]
  /** The one that it is left for; empty: all of them. */
  readonly share: string
  readonly fields: readonly string[]
  readonly changes: readonly Told[]
}

/** What notes of an entity's records say. */
export interface Goings {
  readonly entity: string
  readonly rollups: readonly string[]
  /** The fields that any of the rollups goes by. */
  readonly fields: readonly string[]
}

export function goingsOf(entity: string, rollups: readonly RollupIR[]): Goings {
  const fields = rollups.flatMap(({ keys, lists, sums, where }) => [
    ...[...keys, ...lists].map(({ field }) => field.name),
    ...sums.flatMap(({ field }) => field?.name ?? []),
    ...fieldsIn(where).map(({ name }) => name),
  ])
  return { entity, rollups: rollups.map(({ name }) => name), fields: [...new Set(fields)] }
}

/**
 * Notes what has changed of records, in one row: who writes pays for nothing else. What the cells gain and lose is
 * reckoned when somebody asks them. Undefined: of nothing that they go by.
 */
export function noted(
  journal: EntityIR,
  { entity, rollups, fields }: Goings,
  tenant: string,
  written: readonly Written[],
  newId: () => string,
): Write | undefined {
  const told = (row: Row | null) =>
    row === null || (row.deletedAt ?? null) !== null ? null : fields.map((name) => valueIn(row, name) ?? null)
  const changes = written
    .map(({ before, after }): Told => [told(before), told(after)])
    .filter(([before, after]) => before !== after && !(before !== null && after !== null && same(before, after)))
  if (changes.length === 0) return undefined
  // Two instances may count their ids alike, each for tenants of its own.
  const note: Noted = { id: `${tenant}/${newId()}`, of: tenant, entity, rollups, share: '', fields, changes }
  return { type: 'insert', entity: journal, tenant: everywhere, rows: [{ ...note }] }
}

const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.every((value, i) => value === other[i])

/** The rollups that a note is for. */
export const sharersOf = ({ rollups, share }: Noted): readonly string[] => (share === '' ? rollups : [share])

/** What was noted for a rollup, as it was written. */
export function writtenFor({ name, entity: of }: RollupIR, notes: readonly Noted[]): readonly Written[] {
  return notes
    .filter((note) => note.entity === of.name && sharersOf(note).includes(name))
    .flatMap(({ fields, changes }) => {
      const row = (values: readonly unknown[] | null) =>
        values &&
        withValues(
          {},
          fields.map((field, i) => [field, values[i] ?? null] as const),
        )
      return changes.map(([before, after]) => ({ before: row(before), after: row(after) }))
    })
}
