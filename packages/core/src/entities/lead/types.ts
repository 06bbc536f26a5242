import type { InverseOf } from '../../schema/index.ts'
import type { leadOperations } from './contracts.ts'
import type { LeadTypes, lead } from './lead.ts'
import type { LeadTagTypes, leadTag } from './lead-tag.ts'

/** Those who may become customers. */
export interface LeadEntities {
  lead: LeadTypes
  leadTag: LeadTagTypes
}
export type LeadInverses = InverseOf<typeof lead> & InverseOf<typeof leadTag>
export type LeadOperations = typeof leadOperations
/** A lead became a customer. */
export interface LeadEvents {
  'lead.converted': {
    readonly companyId: string | null
    readonly contactId: string | null
    readonly dealId: string | null
  }
}
