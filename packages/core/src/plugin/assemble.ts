import type { Role } from '../access/index.ts'
import { type CodeDefinition, CrmError, coreCodes } from '../error/index.ts'
import { recordFacts } from '../event/index.ts'
import type { MeasureIR, MeasuresByName } from '../measure/index.ts'
import type { Migration, OwnedMigrations } from '../migration/index.ts'
import {
  type Engine,
  type InstalledHandler,
  type InstalledHooks,
  parserOf,
  type RecordParser,
  type Registered,
  recordOperations,
  registryOf,
} from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import { cellsOf, type OwnedRollup, type Rollup } from '../rollup/index.ts'
import { buildSchema, type Entity, type Fields, type Schema, singularHint } from '../schema/index.ts'
import { checkContract } from './check-contract.ts'
import { consumersOf, toldBy } from './consumers.ts'
import type { AnyDefinition } from './installed.ts'
import { named } from './named.ts'
import { ordered, unsound } from './order.ts'
import { type InstalledSchedule, schedulesOf } from './schedules.ts'

/** What the host adds to the plugins. */
export interface HostParts {
  readonly fields: Readonly<Record<string, Fields>>
  readonly pipelines: Readonly<Record<string, Pipeline>>
  readonly roles: Readonly<Record<string, Role>>
  readonly migrations: readonly Migration[]
  readonly rollups: readonly Rollup[]
  readonly measures: readonly MeasureIR[]
}

/** Everything that plugins and host define, joined. */
export interface Assembly
  extends Pick<Engine, 'base' | 'registry' | 'hooks' | 'handlers' | 'codes' | 'facts' | 'consumers' | 'measures'> {
  readonly schedules: readonly InstalledSchedule[]
  /** The plugins' and the host's; the core's come before them. */
  readonly migrations: readonly OwnedMigrations[]
  readonly definitions: readonly AnyDefinition[]
  readonly figures: readonly OwnedRollup[]
}

/** Joins the plugins and the host's own parts. Every conflict is an error that names both owners. */
export function assemble(plugins: readonly AnyDefinition[], host: HostParts): Assembly {
  const definitions = ordered(plugins)
  const pipelines = pipelinesOf(definitions, host)
  const figures = rollupsOf(definitions, host)
  const schema = schemaOf(definitions, host, pipelines, figures)
  for (const [entity, own] of pipelines) checkPipelines(schema, entity, own)
  for (const { name, staged, owner } of schema.entities.values()) {
    if (staged && !pipelines.has(name))
      throw unsound(owner, `${name} has stages and no pipeline: give it one in pipelines`)
  }
  const parsers = new Map<string, RecordParser>(
    [...schema.entities.values()].map((entity) => [entity.name, parserOf(entity, schema)]),
  )
  const registry = registryOf(operationsOf(definitions, schema, parsers))
  const consumers = consumersOf(definitions, schema)
  const facts = factsOf(definitions, schema)
  return {
    definitions,
    figures,
    base: {
      version: 0,
      schema,
      pipelines,
      parsers,
      roles: rolesOf(definitions, host),
      caps: new Map(),
      revoked: new Set(),
    },
    registry,
    handlers: new Map([...handlersOf(definitions), ...toldBy(consumers)]),
    codes: codesOf(definitions),
    measures: measuresOf(definitions, host),
    facts,
    consumers,
    schedules: schedulesOf(definitions, registry),
    hooks: hooksOf(definitions, schema),
    migrations: [
      ...definitions.filter(({ id }) => id !== coreOwner).map(({ id, migrations }) => ({ owner: id, migrations })),
      ...(host.migrations.length === 0 ? [] : [{ owner: hostOwner, migrations: host.migrations }]),
    ],
  }
}

function pipelinesOf(definitions: readonly AnyDefinition[], host: HostParts): Map<string, Map<string, Pipeline>> {
  const all = named('Pipeline', definitions, ({ pipelines }) => pipelines)
  // The host replaces a pipeline in its place, and adds its own behind.
  for (const [name, pipeline] of Object.entries(host.pipelines)) all.set(name, pipeline)
  const byEntity = new Map<string, Map<string, Pipeline>>()
  for (const [name, pipeline] of all) {
    const own = byEntity.get(pipeline.entity) ?? new Map<string, Pipeline>()
    byEntity.set(pipeline.entity, own.set(name, pipeline))
  }
  return byEntity
}

function schemaOf(
  definitions: readonly AnyDefinition[],
  host: HostParts,
  pipelines: ReadonlyMap<string, ReadonlyMap<string, Pipeline>>,
  figures: readonly OwnedRollup[],
): Schema {
  const extensions = definitions.flatMap(({ id, extend }) =>
    Object.entries(extend).map(([entity, fields]) => ({ entity, owner: id, fields })),
  )
  const own = Object.entries(host.fields).map(([entity, fields]) => ({
    entity,
    owner: hostOwner,
    fields,
    promoted: promotedBy(host.migrations),
  }))
  const stages = [...pipelines].map(
    ([entity, of]) => [entity, [...new Set([...of.values()].flatMap((p) => [...p.stages.keys()]))]] as const,
  )
  const built = (cells: readonly { readonly owner: string; readonly entity: Entity }[]) =>
    buildSchema({
      entities: [
        ...definitions.flatMap(({ id, entities }) => entities.map((entity) => ({ owner: id, entity }))),
        ...cells,
      ],
      extensions: [...extensions, ...own],
      stages: Object.fromEntries(stages),
    })
  const schema = built([])
  // The columns of a rollup follow from the fields that it names.
  return figures.length === 0
    ? schema
    : built(figures.map((figure) => ({ owner: figure.owner, entity: cellsOf(figure, schema) })))
}

const rollupsOf = (definitions: readonly AnyDefinition[], host: HostParts): readonly OwnedRollup[] => [
  ...definitions.flatMap(({ id: owner, rollups }) => rollups.map((rollup) => ({ owner, rollup }))),
  ...host.rollups.map((rollup) => ({ owner: hostOwner, rollup })),
]

/** The owner of what is always there. */
const coreOwner = 'core'
/** The owner of what the host itself adds. */
const hostOwner = 'app'

/** The fields that migrations of the host's have given columns of their own. */
function promotedBy(migrations: readonly Migration[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const step of migrations.flatMap(({ steps }) => steps))
    if (step.step === 'promote' && step.owner === hostOwner) found.add(`${step.table}.${step.column.name}`)
  return found
}

function checkPipelines(schema: Schema, name: string, pipelines: ReadonlyMap<string, Pipeline>) {
  const entity = schema.entities.get(name)
  for (const [pipeline, { stages }] of pipelines) {
    const fail = (problem: string) => new CrmError('PIPELINE_INVALID', { details: { pipeline, problem } })
    if (entity?.staged !== true) throw fail(`${name} is not an entity with stages`)
    for (const { require } of stages.values())
      for (const field of require)
        if (!entity.fields.has(field)) throw fail(`it requires ${field}, which is not a field of ${name}`)
  }
}

function operationsOf(
  definitions: readonly AnyDefinition[],
  schema: Schema,
  parsers: ReadonlyMap<string, RecordParser>,
): Registered[] {
  const found: Registered[] = []
  for (const entity of schema.entities.values()) {
    const parser = parsers.get(entity.name)
    if (parser !== undefined) found.push(...recordOperations(entity, parser))
  }
  const entityOf = (plural: string) => [...schema.entities.values()].find((entity) => entity.plural === plural)
  for (const { id, operations, handlers } of definitions) {
    for (const [resource, own] of Object.entries(operations)) {
      for (const [key, contract] of Object.entries(own)) {
        const name = `${resource}.${key}`
        if (handlers[resource]?.[key] === undefined) throw unsound(id, `${name} has no handler`)
        // The core's own are held to it by a test, and their schemas made when they are needed.
        if (id !== coreOwner) checkContract(contract, id, name, schema)
        found.push({ name, resource, key, owner: id, contract, entity: entityOf(resource), by: 'handler' })
      }
    }
  }
  return found
}

function handlersOf(definitions: readonly AnyDefinition[]): Map<string, InstalledHandler> {
  const found = new Map<string, InstalledHandler>()
  for (const { id, operations, handlers } of definitions) {
    for (const [resource, own] of Object.entries(handlers)) {
      for (const [key, handle] of Object.entries(own)) {
        if (operations[resource]?.[key] === undefined)
          throw unsound(id, `${resource}.${key} has a handler and no contract`)
        found.set(`${resource}.${key}`, { plugin: id, handle })
      }
    }
  }
  return found
}

function hooksOf(definitions: readonly AnyDefinition[], schema: Schema): Map<string, InstalledHooks[]> {
  const found = new Map<string, InstalledHooks[]>()
  for (const { id, hooks } of definitions) {
    for (const [entity, own] of Object.entries(hooks)) {
      if (!schema.entities.has(entity)) {
        const hint = singularHint(schema.entities.values(), entity)
        throw unsound(id, `it hooks into ${entity}, which is not defined`, hint)
      }
      const installed = [own].flat().map((one) => ({ plugin: id, hooks: one }))
      found.set(entity, [...(found.get(entity) ?? []), ...installed])
    }
  }
  return found
}

function measuresOf(definitions: readonly AnyDefinition[], { measures }: HostParts): MeasuresByName {
  const all = [...definitions, { id: hostOwner, measures }]
  return named('Measure', all, (owner) => owner.measures.map((measure) => [measure.name, measure] as const))
}

function codesOf(definitions: readonly AnyDefinition[]): Map<string, CodeDefinition> {
  const taken = Object.keys(coreCodes).map((code) => [code, coreOwner] as const)
  return named('Code', definitions, ({ errors }) => errors, taken)
}

function factsOf(definitions: readonly AnyDefinition[], schema: Schema): Map<string, ReadonlySet<string>> {
  const entities = [...schema.entities.values()]
  const taken = entities.flatMap(({ name, owner }) => recordFacts.map((past) => [`${name}.${past}`, owner] as const))
  named('Fact', definitions, ({ facts }) => Object.fromEntries(facts.map((type) => [type, true])), taken)
  return new Map(definitions.map(({ id, facts }) => [id, new Set(facts)]))
}

function rolesOf(definitions: readonly AnyDefinition[], host: HostParts): Map<string, Role> {
  const roles = named('Role', definitions, (definition) => definition.roles)
  for (const [name, role] of Object.entries(host.roles)) roles.set(name, role)
  return roles
}
