import { CrmError } from '../error/index.ts'

/**
 * A stage of a pipeline. The first one is where records start.
 *
 * @example
 * const lost: StageDefinition = { type: 'lost', require: ['lostReason'] }
 */
export interface StageDefinition {
  /** `won` and `lost` are final: a record that enters is closed. */
  readonly type?: 'open' | 'won' | 'lost'
  /** The chance of winning from here, 0 to 1. */
  readonly probability?: number
  /** Fields that must have a value in this stage. */
  readonly require?: readonly string[]
}

/**
 * What a guard is asked.
 *
 * @example
 * const once = ({ record, from }: GuardInput) => from !== 'won' || record.reopenedAt === null
 */
export interface GuardInput {
  /** The record as it would be. */
  readonly record: Readonly<Record<string, unknown>>
  readonly from: string
  readonly to: string
  readonly actor: { readonly user: string }
}

/**
 * A named condition on entering stages: a `Where` that the record must satisfy, or a function that says so.
 *
 * @example
 * const priced: Guard = { to: ['negotiation', 'won'], where: { amount: { gt: 0 } } }
 */
export interface Guard {
  /** The stages it guards; all when missing. */
  readonly to?: readonly string[]
  readonly where?: Readonly<Record<string, unknown>>
  readonly allow?: (input: GuardInput) => boolean
}

/** A pipeline, checked and frozen. */
export interface Pipeline<E extends string = string, Stage extends string = string> {
  readonly '~stage'?: Stage
  readonly entity: E
  readonly initial: string
  readonly stages: ReadonlyMap<string, Required<StageDefinition>>
  /** Where each stage may go. */
  readonly transitions: ReadonlyMap<string, readonly string[]>
  readonly guards: ReadonlyMap<string, Guard>
  readonly editable: boolean
}

/**
 * Pipelines by entity, then by name; the first one is the default.
 *
 * @example
 * const firstOf = (pipelines: Pipelines, entity: string) => pipelines.get(entity)?.values().next().value
 */
export type Pipelines = ReadonlyMap<string, ReadonlyMap<string, Pipeline>>

/**
 * The stages of a pipeline, for the row of its entity.
 *
 * @example
 * const visit = defineEntity({ name: 'visit', plural: 'visits', staged: true, fields: { on: field.date() } })
 * const visits = definePipeline({ entity: 'visit', stages: { planned: {}, paid: { type: 'won' } } })
 * interface Visit extends System, Staged<StageOf<typeof visits>>, RowOf<typeof visit.fields> {}
 */
export type StageOf<P extends Pipeline> = NonNullable<P['~stage']>

const stageKeys: readonly string[] = ['type', 'probability', 'require'] satisfies (keyof StageDefinition)[]
const stageTypes: readonly string[] = ['open', 'won', 'lost'] satisfies StageDefinition['type'][]

/** Forbids keys that a stage does not have: a misspelt one would say nothing. */
type OnlyKnown<S> = { readonly [K in keyof S]: { readonly [X in Exclude<keyof S[K], keyof StageDefinition>]: never } }

/** What {@link definePipeline} takes. */
export interface PipelineDefinition<
  E extends string,
  S extends Readonly<Record<string, StageDefinition>>,
  D extends boolean = boolean,
> {
  readonly entity: E
  /** In order; the first is where records start. */
  readonly stages: S & OnlyKnown<S>
  /** Where a stage may go. A stage that is not named here may go to any other, a final one nowhere. */
  readonly transitions?: { readonly [K in keyof S]?: readonly (keyof S & string)[] }
  readonly guards?: Readonly<Record<string, Guard>>
  /** Tenants may change it at run time: its stages are then any texts to the types. */
  readonly editable?: D
}

/**
 * Defines a pipeline.
 *
 * @throws CrmError `PIPELINE_INVALID`: unreachable stages, dead ends, stages that do not exist.
 *
 * @example
 * definePipeline({ entity: 'deal', stages: { needs: {}, quote: { probability: 0.5 }, won: { type: 'won' }, lost: { type: 'lost', require: ['lostReason'] } } })
 */
export function definePipeline<
  const E extends string,
  const S extends Readonly<Record<string, StageDefinition>>,
  const D extends boolean = false,
>(definition: PipelineDefinition<E, S, D>): Pipeline<E, D extends true ? string : keyof S & string> {
  const names = Object.keys(definition.stages)
  const fail = (problem: string) =>
    new CrmError('PIPELINE_INVALID', { details: { pipeline: definition.entity, problem } })
  const [initial] = names
  if (initial === undefined) throw fail('it has no stages')
  const stages = new Map<string, Required<StageDefinition>>()
  for (const [name, stage] of Object.entries<StageDefinition>(definition.stages)) {
    for (const key of Object.keys(stage))
      if (!stageKeys.includes(key)) throw fail(`stage ${name} has ${key}: known are ${stageKeys.join(', ')}`)
    const { type = 'open', probability, require = [] } = stage
    if (!stageTypes.includes(type)) throw fail(`stage ${name} is ${String(type)}: it may be ${stageTypes.join(', ')}`)
    const chance = probability ?? (type === 'won' ? 1 : 0)
    if (!(chance >= 0 && chance <= 1)) throw fail(`the probability of ${name} is not between 0 and 1`)
    stages.set(name, { type, probability: chance, require })
  }
  // A map: a stage may be called `constructor`.
  const given = new Map<string, readonly string[] | undefined>(Object.entries(definition.transitions ?? {}))
  const isStage = (name: string) => stages.has(name)
  for (const from of given.keys()) if (!isStage(from)) throw fail(`transitions name ${from}, which is not a stage`)
  const transitions = new Map<string, readonly string[]>()
  for (const [name, { type }] of stages) {
    const next = given.get(name) ?? (type === 'open' ? names.filter((other) => other !== name) : [])
    for (const to of next) if (!isStage(to)) throw fail(`${name} goes to ${to}, which is not a stage`)
    if (type === 'open' && next.length === 0 && names.length > 1) throw fail(`${name} is a dead end`)
    transitions.set(name, next)
  }
  const reached = new Set([initial])
  for (const stage of reached) for (const to of transitions.get(stage) ?? []) reached.add(to)
  for (const name of names) if (!reached.has(name)) throw fail(`${name} cannot be reached`)
  const guards = new Map(Object.entries(definition.guards ?? {}))
  for (const [name, guard] of guards) {
    for (const to of guard.to ?? []) if (!isStage(to)) throw fail(`guard ${name} names ${to}, which is not a stage`)
    if ((guard.where === undefined) === (guard.allow === undefined))
      throw fail(`guard ${name} needs either where or allow`)
  }
  return Object.freeze({
    entity: definition.entity,
    initial,
    stages,
    transitions,
    guards,
    editable: definition.editable ?? false,
  })
}

/**
 * A pipeline as a Mermaid state diagram.
 *
 * @example
 * console.log(toMermaid(dealPipeline)) // stateDiagram-v2 …
 */
export function toMermaid(pipeline: Pipeline): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${pipeline.initial}`]
  for (const [from, next] of pipeline.transitions) for (const to of next) lines.push(`  ${from} --> ${to}`)
  for (const [name, { type }] of pipeline.stages) if (type !== 'open') lines.push(`  ${name} --> [*]`)
  return `${lines.join('\n')}\n`
}
