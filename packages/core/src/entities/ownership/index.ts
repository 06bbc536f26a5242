import { part } from '../part.ts'
import { ownershipCap } from './cap.ts'
import { capHooks } from './cap-hooks.ts'
import { ownershipChange } from './change.ts'
import { recordMember } from './record-member.ts'

/** Whose a record is, and was. */
export const ownership = part({
  entities: [ownershipCap, ownershipChange, recordMember],
  hooks: { ownershipCap: capHooks },
  facts: ['record.shared', 'record.unshared'],
})
