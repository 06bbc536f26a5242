import { invalid, type StageDefinition } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { knownBy, type Scope } from '../purchases/scope.ts'

export interface Asked extends Scope {
  readonly entity?: string | undefined
  readonly pipeline?: string | undefined
}

/** A stage in its place. */
export interface Stage extends Required<StageDefinition> {
  readonly name: string
  /** From 0 on, as the pipeline has them. */
  readonly place: number
}

type EntityIR = NonNullable<ReturnType<Inside['schema']['entities']['get']>>

/** A question about the stages of one pipeline. */
export interface Question {
  readonly entity: EntityIR
  readonly pipeline: string
  readonly stages: ReadonlyMap<string, Stage>
  /** The instant from which on nothing is known, as it is told. */
  readonly asOf: string
  /** What counts happened before it: the end of the day, where nobody said when. */
  readonly until: string
  /** Until when what is still open has been watched, in milliseconds. */
  readonly at: number
  /** Somebody said when: amounts and chances are then those that the stays remember. */
  readonly past: boolean
  /** Whether something may have happened since: what only the records say may be of then or of later. */
  readonly over: boolean
  /** The zone of its days. */
  readonly zone: string
  /** Which records are asked about, beside the time. */
  readonly where: object
  /** The same with those that may have been in the pipeline then, and are in another one now. */
  readonly among: object
}

/** Checks what is asked for. */
export function questionOf(inside: Inside, { where = {}, currency, asOf, ...asked }: Asked): Question {
  const entity = inside.schema.entities.get(asked.entity ?? 'deal')
  if (entity === undefined || !entity.staged)
    throw invalid('entity', 'is no entity with stages', `Give one of ${[...inside.pipelines.keys()].join(', ')}.`)
  inside.checkQuery(entity.name, { where })
  const own = inside.pipelines.get(entity.name)
  const pipeline = asked.pipeline ?? own?.keys().next().value ?? ''
  const found = own?.get(pipeline)
  if (found === undefined)
    throw invalid('pipeline', 'is none of its pipelines', `Give one of ${[...(own?.keys() ?? [])].join(', ')}.`)
  if (currency !== undefined && !entity.fields.has('currency'))
    throw invalid('currency', `is nothing that a ${entity.name} has`)
  const known = knownBy(inside, { asOf })
  const past = asOf !== undefined
  const records = { and: [where, ...(currency === undefined ? [] : [{ currency }])] }
  const inPipeline = { and: [records, { pipeline }] }
  const stages = [...found.stages].map(([name, stage], place): [string, Stage] => [name, { ...stage, name, place }])
  return {
    entity,
    pipeline,
    stages: new Map(stages),
    asOf: known.asOf,
    until: known.until,
    at: Date.parse(known.asOf),
    past,
    over: known.asOf < inside.now,
    zone: inside.zone,
    where: inPipeline,
    among: past && (own?.size ?? 0) > 1 ? records : inPipeline,
  }
}

/** The stage that a name of the input stands for. */
export function stageNamed({ stages }: Question, name: string, path: string): Stage {
  const stage = stages.get(name)
  if (stage === undefined) throw invalid(path, 'is no stage', `Give one of ${[...stages.keys()].join(', ')}.`)
  return stage
}
