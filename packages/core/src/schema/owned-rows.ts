/**
 * The records that one record owns, by the name of the relation; without it where there are none and none were given,
 * and where nothing of them is asked for.
 *
 * @example
 * const owned: OwnedRows = { lines: [{ quantity: 2, unitPrice: 4_000 }] }
 */
export type OwnedRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/**
 * What is said of a list that a record owns: all of it, or what comes and goes. Items are taken away by their id.
 *
 * @example
 * const points: ListInput<string> = { add: ['139 0000 0003'], remove: ['k_1'] } // a list alone says all of them
 * await me.contacts.update('p_1', { points })
 */
export type ListInput<Item> = readonly Item[] | { readonly add?: readonly Item[]; readonly remove?: readonly string[] }
