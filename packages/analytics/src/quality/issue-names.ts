/** What may be wrong with a record. */
export const issueNames = ['missingContact', 'invalidEmail', 'noOwner', 'stale'] as const
export type Issue = (typeof issueNames)[number]
