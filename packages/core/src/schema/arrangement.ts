import type { PhoneNormalizer } from '../phone/index.ts'
import type { OwnedRows } from './owned-rows.ts'

/**
 * What {@link Arrangement.rule} gets.
 *
 * @example
 * const count = ({ given, owned }: ArrangeInput) => (given.seats === undefined ? owned.seats?.length : 0)
 */
export interface ArrangeInput {
  /** What was given for the names in `of`, checked: of a list all its items as they are to be, those that stay as they are. */
  readonly given: Readonly<Record<string, unknown>>
  /** Where an item of a list stands in the input: `points[2]`, for errors. */
  readonly place: (list: string, index: number) => string
  /** What the record owns so far. */
  readonly owned: OwnedRows
  readonly phones: PhoneNormalizer
  /** The user's id, or `system`. */
  readonly actor: string
}

/**
 * Fields and owned lists that say one thing together, such as a contact's `phone` and his `points`: who writes one writes
 * all of them, and the rights on an owned list include those on the rest.
 *
 * @example
 * const seats: Arrangement = {
 *   of: ['size', 'seats'], // whoever gives one of them gives both
 *   rule: ({ given }) => ({ ...given, size: (given.seats as readonly unknown[]).length }),
 * }
 */
export interface Arrangement {
  readonly of: readonly string[]
  /**
   * What is written for all of them when one is given. A list holds whole rows, generated fields included; those with the
   * `id` of a row that is there stand for it. Throws `INVALID` with the path inside of the record.
   */
  readonly rule: (input: ArrangeInput) => Readonly<Record<string, unknown>>
}
