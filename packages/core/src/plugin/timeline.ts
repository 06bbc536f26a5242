import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'

/**
 * What is asked of a timeline; without anything, the newest of everything.
 *
 * @example
 * const query: TimelineQuery<'activity' | 'order'> = { entities: ['activity', 'order'], kinds: ['call'], limit: 20 }
 * const { items, next } = await me.companies.timeline('c_1', query)
 */
export interface TimelineQuery<N> {
  /** At most so many, up to 200; 50 unless told. */
  limit?: number
  /** The `next` of the page before. */
  after?: string | null
  /** Only records of these entities. */
  entities?: readonly N[]
  /** Only records of these kinds (calls, mails …), of the entities that have kinds. */
  kinds?: readonly string[]
  /** From this instant on. */
  from?: string
  /** Before this instant. */
  to?: string
}

/**
 * Something that happened with a record: itself a record.
 *
 * @example
 * const { items } = await me.companies.timeline('c_1', { entities: ['order'] })
 * const totals = items.map(({ record }: TimelineItem<CoreTypes, 'order'>) => record.total)
 */
export interface TimelineItem<T extends HasEntities, E extends NameIn<T>> {
  readonly entity: E
  readonly id: string
  readonly at: string
  readonly record: RowIn<T, E>
}

/**
 * Any of them, told apart by `entity`.
 *
 * @example
 * const tell = (item: TimelineItems<CoreTypes, 'activity' | 'order'>) =>
 *   item.entity === 'order' ? item.record.total : item.record.subject
 */
export type TimelineItems<T extends HasEntities, N> = N extends NameIn<T> ? TimelineItem<T, N> : never
