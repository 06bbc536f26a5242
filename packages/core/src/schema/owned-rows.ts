/**
 * The records that one record owns, by the name of the relation; without it where there are none and none were given,
 * and where nothing of them is asked for.
 */
export type OwnedRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** What is said of a list that a record owns: all of it, or what comes and goes. Items are taken away by their id. */
export type ListInput<Item> = readonly Item[] | { readonly add?: readonly Item[]; readonly remove?: readonly string[] }
