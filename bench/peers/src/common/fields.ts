import type { Deal } from '../../../src/raw/deal.ts'

const system = ['id', 'createdAt', 'updatedAt', 'version', 'deletedAt'] as const

export const contactFields = [
  ...system,
  ...['name', 'externalId', 'companyId', 'ownerId', 'title', 'phone', 'email', 'birthday', 'address', 'city'],
  ...['region', 'country', 'lifecycle'],
]

export const dealFields = [
  ...system,
  ...['pipeline', 'stage', 'stageSince', 'closedAt', 'title', 'externalId', 'companyId', 'contactId', 'ownerId'],
  ...['amount', 'currency', 'reportAmount', 'reportCurrency', 'reportRate', 'reportRateAt', 'expectedAt'],
  ...['lostReason', 'closedBy'],
]

/** A deal as raw reads it: the same fields in the same order, for the event of a move holds the whole record. */
export function dealOf(row: object | null): Deal | undefined {
  if (row === null) return undefined
  const read = row as Readonly<Record<string, unknown>>
  const deal: Record<string, unknown> = {}
  for (const field of dealFields) {
    const value = read[field]
    deal[field] = value instanceof Date ? value.toISOString() : value
  }
  deal.custom = {}
  return deal as unknown as Deal
}
