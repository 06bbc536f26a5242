import type { OwnershipCapTypes } from './cap.ts'

/** Whose records are. */
export interface OwnershipEntities {
  ownershipCap: OwnershipCapTypes
}

/** What is told of sharing: `level` is null where it has ended. */
interface Sharing {
  readonly user: string
  readonly level: 'read' | 'write' | null
}

/** Facts about who works on a record beside its owner, of whatever entity it is. */
export interface OwnershipEvents {
  'record.shared': Sharing
  'record.unshared': Sharing
}
