import type { Plugin } from '@guanxi/core'
import type { Defined } from './invariant.ts'

/** What plugins define, read as they wrote it: no part of the engine has a say in it. */
export function definedBy(plugins: readonly Plugin[]): readonly Defined[] {
  const entities = plugins.flatMap((plugin) => plugin['~definition'].entities)
  const tables = new Map(entities.map(({ name, plural }) => [name, columnOf(plural)]))
  return entities.map(({ name, plural, staged, keeping, ownedBy, fields, relations = {} }) => ({
    name,
    table: columnOf(plural),
    staged: staged === true,
    record: keeping !== 'log',
    ownedBy,
    references: Object.values(relations).flatMap(({ to, via, on = 'id' }) => {
      const table = tables.get(to)
      // Who owns a record is a user of the host's, known to us as a member or not.
      return table === undefined || on !== 'id' ? [] : [{ column: columnOf(via), table, on: columnOf(on) }]
    }),
    searched: Object.entries(fields)
      .filter(([, { spec }]) => spec.search === true)
      .map(([field]) => columnOf(field)),
  }))
}

/** `companyId` as a column: `company_id`. */
const columnOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
