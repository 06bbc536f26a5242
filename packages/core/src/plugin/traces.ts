import { type Registered, waysTo, writeKeys } from '../operation/index.ts'
import type { EntityIR, Schema } from '../schema/index.ts'
import { type Among, hasExtra, type MigrationStep } from '../storage/index.ts'
import type { AnyDefinition } from './installed.ts'

/** What takes away the traces of a plugin in tables of others: rows about its records, and its fields in theirs. */
export function traces(
  { id, entities, extend, operations, facts, rollups }: AnyDefinition,
  schema: Schema,
  registered: readonly Registered[],
): readonly MigrationStep[] {
  const own = entities.map(({ name }) => name)
  const called = [
    ...entities.flatMap(({ plural }) => writeKeys.map((key) => `${plural}.${key}`)),
    ...Object.entries(operations).flatMap(([resource, of]) => Object.keys(of).map((key) => `${resource}.${key}`)),
  ]
  const all = [...schema.entities.values()]
  return [
    // A table with a field `entity` tells of records, each of that entity.
    ...all.filter(({ fields }) => fields.has('entity')).map(({ plural }) => dropRows(plural, { entity: own })),
    dropRows('audit', { operation: called }),
    dropRows('idempotency', { operation: called }),
    dropRows('outbox', { type: facts }),
    dropRows('backgroundJobs', { owner: [id] }),
    dropRows('rollupStates', { id: rollups.map(({ name }) => name) }),
    dropRows('rollupChanges', { share: rollups.map(({ name }) => name) }),
    ...all.filter(hasExtra).map(({ plural }) => ({ step: 'dropExtra', table: plural, owner: id }) as const),
    ...Object.entries(extend).flatMap(([name, fields]) => {
      const extended = schema.entities.get(name)
      return extended === undefined ? [] : told(extended, schema, Object.keys(fields), registered)
    }),
  ].filter((step) => step.step !== 'dropRows' || Object.values(step.among).every(({ length }) => length > 0))
}

const dropRows = (table: string, among: Among) => ({ step: 'dropRows', table, among }) as const

/** The fields of a record in the engine's logs: in what was changed, what was told, what was answered. */
function told(
  entity: EntityIR,
  schema: Schema,
  fields: readonly string[],
  registered: readonly Registered[],
): readonly MigrationStep[] {
  const drop = (table: string, column: string, among: Among, ...ways: readonly (readonly string[])[]) => {
    const paths = ways.flatMap((way) => fields.map((field) => [...way, field]))
    return { step: 'dropKeys', table, column, paths, among } as const
  }
  const facts = (...past: readonly string[]) => ({ type: past.map((word) => `${entity.name}.${word}`) })
  const answers = registered
    .filter(({ contract }) => contract.kind === 'command')
    .map(({ name, contract }) => ({ name, ways: waysTo(entity.name, contract.output) }))
    .filter(({ ways }) => ways.length > 0)
    .map(({ name, ways }) =>
      drop('idempotency', 'result', { operation: [name] }, ...ways.map((way) => ['value', ...way])),
    )
  const { ownedBy } = entity
  if (ownedBy !== undefined) {
    // What a record owns is told as its field: two lists, before and after.
    const owner = schema.entities.get(ownedBy.to)
    const lists = owner?.owns.filter(({ to }) => to === entity.name).map(({ name }) => [name, '*', '*']) ?? []
    return [drop('audit', 'changes', { entity: [ownedBy.to] }, ...lists), ...answers]
  }
  return [
    drop('audit', 'changes', { entity: [entity.name] }, []),
    drop('outbox', 'data', facts('created', 'deleted', 'restored'), []),
    drop('outbox', 'data', facts('updated'), ['before'], ['after']),
    drop('outbox', 'data', facts('moved'), ['record']),
    ...answers,
  ]
}
