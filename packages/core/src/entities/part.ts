import type { AnyHandler, AnyHooks, Done, Operation } from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { EntityHooks, HandlersOf, OperationsOf, Schedule } from '../plugin/index.ts'
import type { Entity } from '../schema/index.ts'
import type { CoreTypes } from './core-types.ts'

type Contracts = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** What a theme of the core is made of. */
interface PartDefinition<C extends Contracts> {
  readonly entities?: readonly Entity[]
  readonly pipelines?: Readonly<Record<string, Pipeline>>
  readonly hooks?: Readonly<Record<string, EntityHooks<CoreTypes> | AnyHooks>>
  readonly facts?: readonly string[]
  readonly schedules?: Readonly<Record<string, Schedule>>
  readonly operations?: C
  readonly handlers?: HandlersOf<CoreTypes, C>
}

/** A theme of the core, its handlers checked against its contracts. */
export interface Part {
  readonly entities: readonly Entity[]
  readonly pipelines: Readonly<Record<string, Pipeline>>
  readonly hooks: Readonly<Record<string, AnyHooks>>
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
    hooks: hooksOf(parts),
    facts: parts.flatMap(({ facts }) => facts) as never[],
    schedules: Object.assign({}, ...parts.map(({ schedules }) => schedules)) as Part['schedules'],
    // Each part was checked against its own contracts.
    ...({ operations, handlers } as unknown as OperationsOf<CoreTypes, CoreTypes>),
  }
}

function hooksOf(parts: readonly Part[]): Part['hooks'] {
  const found = new Map<string, AnyHooks[]>()
  for (const { hooks } of parts)
    for (const [entity, own] of Object.entries(hooks)) found.set(entity, [...(found.get(entity) ?? []), own])
  return Object.fromEntries([...found].map(([entity, all]) => [entity, inTurn(all)]))
}

/** Hooks on one entity, one after another, each for what it is called for. */
function inTurn(all: readonly AnyHooks[]): AnyHooks {
  const [first] = all
  if (all.length === 1 && first !== undefined) return first
  const [before, after] = [all.filter((hooks) => hooks.beforeWrite), all.filter((hooks) => hooks.afterWrite)]
  const everything = all.some(({ actions }) => actions === undefined)
  return {
    ...(everything ? {} : { actions: [...new Set(all.flatMap(({ actions = [] }) => actions))] }),
    ...(before.length === 0
      ? {}
      : {
          async beforeWrite(changes, context) {
            for (const hooks of before) await concerned(hooks, changes, (own) => hooks.beforeWrite?.(own, context))
          },
        }),
    ...(after.length === 0
      ? {}
      : {
          async afterWrite(changes, context) {
            for (const hooks of after) await concerned(hooks, changes, (own) => hooks.afterWrite?.(own, context))
          },
        }),
  }
}

function concerned<T extends Pick<Done, 'action'>>(
  { actions }: AnyHooks,
  changes: readonly T[],
  call: (own: readonly T[]) => void | Promise<void>,
): void | Promise<void> {
  const own = changes.filter(({ action }) => actions === undefined || actions.includes(action))
  return own.length === 0 ? undefined : call(own)
}
