import { field } from '../../schema/index.ts'

/** The fields of a tag, whosever it is. */
export const tagFields = { tag: field.string({ min: 1, max: 100 }).plain() }

/** A text in a list of tags is the tag. */
export const tagOfText = (text: string) => ({ tag: text.trim() })

/** What {@link tagged} takes: the records that have all, one of, none of these tags. */
export interface TagQuery {
  readonly all?: readonly string[]
  readonly any?: readonly string[]
  readonly none?: readonly string[]
}

/** A condition on tags, as {@link tagged} makes it: part of a `Where` of everything that has tags. */
export interface TagWhere {
  and: { tags: { some: { tag: string | { in: readonly string[] } } } | { none: { tag: { in: readonly string[] } } } }[]
}

/**
 * The records with these tags, as a `Where`: plain JSON, to be stored or to stand beside other conditions.
 *
 * @example
 * await me.contacts.list({ where: tagged({ all: ['高潜力'], none: ['流失风险'] }) })
 */
export function tagged({ all = [], any, none = [] }: TagQuery): TagWhere {
  const and: TagWhere['and'] = all.map((tag) => ({ tags: { some: { tag } } }))
  if (any !== undefined) and.push({ tags: { some: { tag: { in: any } } } })
  if (none.length > 0) and.push({ tags: { none: { tag: { in: none } } } })
  return { and }
}
