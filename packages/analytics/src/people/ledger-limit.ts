/** As many entries as a page of the ledger has. */
export const mostEntries = 1000
