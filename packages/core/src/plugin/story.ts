/**
 * One step in the story of a record.
 *
 * @example
 * const story = await me.deals.story('d_1')
 * const said = story.map(({ at, actor, operation, reason }: StoryStep) => `${at} ${actor} ${operation} ${reason ?? ''}`)
 */
export interface StoryStep {
  readonly id: string
  readonly at: string
  /** The user's id, or `system`. */
  readonly actor: string
  readonly reason: string | null
  /** `deals.move` */
  readonly operation: string
  readonly action: string
  /** The version that came of it. */
  readonly version: number
  /** Field to [before, after]; fields that the actor may not read are left out. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  /** The id of the fact that led to it; null for an act of its own. */
  readonly cause: string | null
}
