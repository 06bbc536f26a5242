import type { SlaEntry } from './advance.ts'
import type { Clock } from './clock.ts'
import type { Row } from './inside.ts'
import type { SlaPolicy } from './policy.ts'

// What the engine has read is what the entity says.

export const policyOf = (row: Row): SlaPolicy => row as unknown as SlaPolicy

export const clockOf = (row: Row): Clock => row as unknown as Clock

export const eventOf = ({ id: _, ticketId: __, ...entry }: Row): SlaEntry => entry as unknown as SlaEntry
