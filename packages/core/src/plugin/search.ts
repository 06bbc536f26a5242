import type { Where } from '../query/index.ts'
import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'

/**
 * A search for records of one entity.
 *
 * @example
 * const search: SearchQuery<CoreTypes, 'contact'> = { text: '王芳 精工', where: { companyId: { ne: null } }, limit: 10 }
 * const { items } = await me.contacts.search(search)
 */
export interface SearchQuery<T extends HasEntities, E extends NameIn<T>> {
  /** Each of its words must be in a searchable field of the record, or of what it owns (contact points, lines). */
  text: string
  /** And the record must match this. */
  where?: Where<T, E>
  /** At most so many, up to 200; 50 unless told. */
  limit?: number
  /** The `next` of the page before. */
  after?: string | null
}

/**
 * How a text was found: it is a whole field, a field begins with it, or its words are parts of fields.
 *
 * @example
 * const rank: readonly Match[] = ['exact', 'prefix', 'part']
 */
export type Match = 'exact' | 'prefix' | 'part'

/**
 * A record that a text has found.
 *
 * @example
 * const { items } = await me.contacts.search({ text: '138 0000' })
 * const names = items.map(({ match, record }: Hit<CoreTypes, 'contact'>) => [match, record.name])
 */
export interface Hit<T extends HasEntities, E extends NameIn<T>> {
  readonly match: Match
  readonly record: RowIn<T, E>
}
