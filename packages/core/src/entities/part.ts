import type { AnyHandler, AnyHooks, Operation } from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { EntityHooks, HandlersOf, OperationsOf, PluginParts, Schedule } from '../plugin/index.ts'
import type { Entity } from '../schema/index.ts'
import type { CoreEntities, CoreTypes } from './core-types.ts'

type Contracts = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** What a theme of the core is made of. */
interface PartDefinition<C extends Contracts> {
  readonly entities?: readonly Entity[]
  readonly pipelines?: Readonly<Record<string, Pipeline>>
  readonly hooks?: { readonly [E in keyof CoreEntities]?: EntityHooks<CoreTypes, E> | AnyHooks }
  readonly facts?: readonly string[]
  readonly schedules?: Readonly<Record<string, Schedule>>
  readonly operations?: C
  readonly handlers?: HandlersOf<CoreTypes, C>
}

type Hooks = Pick<PluginParts<CoreTypes, CoreTypes>, 'hooks'>

/** A theme of the core, its handlers checked against its contracts. */
export interface Part {
  readonly entities: readonly Entity[]
  readonly pipelines: Readonly<Record<string, Pipeline>>
  readonly hooks: Readonly<Record<string, AnyHooks | readonly AnyHooks[]>>
  readonly facts: readonly string[]
  readonly schedules: Readonly<Record<string, Schedule>>
  readonly operations: Contracts
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
}

/** One theme of the core: its entities, and what is done with them. */
export function part<const C extends Contracts = {}>(definition: PartDefinition<C>): Part {
  return {
    entities: [],
    pipelines: {},
    facts: [],
    schedules: {},
    operations: {},
    ...definition,
    hooks: (definition.hooks ?? {}) as Part['hooks'],
    handlers: (definition.handlers ?? {}) as unknown as Part['handlers'],
  }
}

/** The themes as one plugin's parts; several may add operations to one resource, and hooks to one entity. */
export function joined(parts: readonly Part[]) {
  const operations: Record<string, Record<string, Operation>> = {}
  const handlers: Record<string, Record<string, AnyHandler>> = {}
  for (const part of parts) {
    for (const [resource, own] of Object.entries(part.operations))
      operations[resource] = { ...operations[resource], ...own }
    for (const [resource, own] of Object.entries(part.handlers)) handlers[resource] = { ...handlers[resource], ...own }
  }
  return {
    entities: parts.flatMap(({ entities }) => entities),
    pipelines: Object.assign({}, ...parts.map(({ pipelines }) => pipelines)) as Part['pipelines'],
    facts: parts.flatMap(({ facts }) => facts) as never[],
    schedules: Object.assign({}, ...parts.map(({ schedules }) => schedules)) as Part['schedules'],
    // Each part was checked against its own contracts, and its own hooks.
    ...({ operations, handlers, hooks: hooksOf(parts) } as unknown as OperationsOf<CoreTypes, CoreTypes> & Hooks),
  }
}

function hooksOf(parts: readonly Part[]): Part['hooks'] {
  const found = new Map<string, AnyHooks[]>()
  for (const { hooks } of parts)
    for (const [entity, own] of Object.entries(hooks)) found.set(entity, [...(found.get(entity) ?? []), own].flat())
  return Object.fromEntries(found)
}
