import type { ExactInclude, Include, OrderBy, Where } from '../query/index.ts'
import type { HasEntities, NameIn } from '../schema/index.ts'

/**
 * What is asked of a board; without anything, the first pipeline, all of its stages, the newest 20 records of each.
 *
 * @example
 * const query: BoardQuery<CoreTypes, 'deal', 'proposal' | 'won', {}> = { stages: ['proposal', 'won'], limit: 5 }
 * await me.deals.board({ where: { ownerId: { eq: { actor: 'user' } } }, include: { company: true } })
 */
export interface BoardQuery<T extends HasEntities, E extends NameIn<T>, Stage, I = Include<T, E>> {
  pipeline?: string
  /** Only these stages. */
  stages?: readonly Stage[]
  where?: Where<T, E>
  /** The newest first, unless told. */
  orderBy?: OrderBy<T, E>
  /** At most so many of each stage, up to 200; 20 unless told. */
  limit?: number
  include?: I & NoInfer<ExactInclude<T, E, I>>
  /** What the records come to: in each of their currencies (unless told), or in the report currency. */
  amounts?: 'own' | 'report'
}

/**
 * One stage on a board.
 *
 * @example
 * const stages = await me.deals.board()
 * const heading = ({ stage, count, amounts }: BoardStage<string, unknown>) => `${stage}: ${count}, ${JSON.stringify(amounts)}`
 * console.log(stages.map(heading))
 */
export interface BoardStage<Stage, Row> {
  readonly stage: Stage
  /** All records of the stage that the actor may read, not those shown alone. */
  readonly count: number
  /** What their `amount` comes to, by currency; empty where there is none. */
  readonly amounts: readonly { readonly currency: string; readonly amount: number }[]
  /** The first of them. */
  readonly items: readonly Row[]
  /** Where `list` goes on, with the same `orderBy` and `where: { and: [{ pipeline, stage }, where] }`; null at the end. */
  readonly next: string | null
}
