import type { Page, StageStay } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { earlier } from '../period/window.ts'
import type { Question, Stage } from './question.ts'

export type Row = Readonly<Record<string, unknown>>

/** A stay in a stage, as it was known. */
export interface Stay {
  readonly stage: Stage
  /** Milliseconds, as all times here. */
  readonly entered: number
  /** Null while it went on. */
  readonly left: number | null
  readonly amount: number | null
  /** The chance of winning that the stage had then. */
  readonly chance: number
}

/** The way of a record through its pipeline, up to what is known. */
export interface Course {
  readonly record: Row
  readonly stays: readonly [Stay, ...Stay[]]
  readonly first: Stay
  readonly last: Stay
}

/** How many of what were left out, by the reason. */
export type Excluded = Record<string, number>

export const leaveOut = (excluded: Excluded, reason: string, n = 1): void => {
  excluded[reason] = (excluded[reason] ?? 0) + n
}

interface Calls {
  histories(query: object): Promise<Page<{ readonly record: Row; readonly stays: readonly StageStay[] }>>
  list(query: object): Promise<Page<Row>>
}

/** The calls on the records of an entity that is known by its name alone: the types of a façade have a name for each. */
export const recordsOf = ({ crm }: Inside, { entity }: Pick<Question, 'entity'>): Calls => callsOf(crm, entity.plural)

const callsOf = (crm: object, plural: string): Calls => (crm as Readonly<Record<string, Calls>>)[plural] as Calls

/** The records that were there before an instant. */
export const thereBefore = ({ until }: Question, to: string = until): object => ({
  createdAt: { lt: earlier(to, until) },
})

/** The courses of those of the records asked about that may count, by pages: one is held at a time, however many there are. */
export async function* coursesOf(
  inside: Inside,
  question: Question,
  candidates: object,
  excluded: Excluded,
): AsyncGenerator<readonly Course[]> {
  const records = recordsOf(inside, question)
  const where = { and: [question.among, candidates] }
  for (let after: string | null | undefined; after !== null; ) {
    const query = { where, orderBy: { id: 'asc' }, limit: 200, ...(after === undefined ? {} : { after }) }
    const { items, next } = await records.histories(query)
    yield items.flatMap(({ record, stays }) => courseOf(question, record, stays, excluded) ?? [])
    after = next
  }
}

function courseOf(question: Question, record: Row, stays: readonly StageStay[], excluded: Excluded): Course | null {
  const known: Stay[] = []
  let unknown = 0
  let elsewhere = false
  for (const stay of stays) {
    if (stay.enteredAt >= question.until) continue
    elsewhere = stay.pipeline !== question.pipeline
    if (elsewhere) continue
    const stage = question.stages.get(stay.stage)
    if (stage === undefined) unknown++
    else
      known.push({
        stage,
        entered: Date.parse(stay.enteredAt),
        left: stay.leftAt === null || stay.leftAt >= question.until ? null : Date.parse(stay.leftAt),
        amount: stay.amount,
        chance: stay.probability,
      })
  }
  if (elsewhere) return null
  if (unknown > 0) leaveOut(excluded, 'stage_unknown', unknown)
  const [first, ...rest] = known
  return first === undefined ? null : { record, stays: [first, ...rest], first, last: rest.at(-1) ?? first }
}

/** What was known of a course before an earlier instant. */
export function knownAt({ record, stays }: Course, at: number): Course | null {
  const [first, ...rest] = stays.filter(({ entered }) => entered < at)
  if (first === undefined) return null
  const cut = (stay: Stay): Stay => (stay.left !== null && stay.left >= at ? { ...stay, left: null } : stay)
  const [start, then] = [cut(first), rest.map(cut)]
  return { record, stays: [start, ...then], first: start, last: then.at(-1) ?? start }
}

export const isOpen = ({ last }: Course): boolean => last.stage.type === 'open'
export const isWon = ({ last }: Course): boolean => last.stage.type === 'won'

/** The chance of winning from its stage: as the pipeline has it now, or had it then. */
export const chanceOf = ({ last }: Course, { past }: Pick<Question, 'past'>): number =>
  past ? last.chance : last.stage.probability
