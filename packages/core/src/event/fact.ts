/**
 * Something that happened, in the past tense. Facts are stored with the change that they tell of.
 *
 * @example
 * crm.on('deal.moved', (fact: Fact<{ to: string }>) => console.log(fact.recordId, fact.data.to))
 */
export interface Fact<D = unknown> {
  readonly id: string
  /** `deal.moved` */
  readonly type: string
  readonly at: string
  readonly tenant: string
  /** The user's id, or `system`. */
  readonly actor: string
  readonly entity: string
  readonly recordId: string
  /** The record's version after the change. */
  readonly version: number
  readonly data: D
  /** The fact that led to this one, and how many lie between this one and a person's act. */
  readonly cause: string | null
  readonly depth: number
}

/** What is told of records: `deal.created`; `moved` of those with stages, `erased` of those about a person. */
export const recordFacts = ['created', 'updated', 'deleted', 'restored', 'moved', 'erased'] as const
