// The records as raw answers them: the same fields in the same order, for an event holds the whole record.

export const contactFields = [
  ...(['id', 'createdAt', 'updatedAt', 'version', 'deletedAt', 'name', 'externalId', 'companyId', 'ownerId'] as const),
  ...(['title', 'phone', 'email', 'birthday', 'address', 'city', 'region', 'country', 'lifecycle'] as const),
]

export const dealFields = [
  ...(['id', 'createdAt', 'updatedAt', 'version', 'deletedAt', 'pipeline', 'stage', 'stageSince'] as const),
  ...(['closedAt', 'title', 'externalId', 'companyId', 'contactId', 'ownerId', 'amount', 'currency'] as const),
  ...(['reportAmount', 'reportCurrency', 'reportRate', 'reportRateAt', 'expectedAt', 'lostReason'] as const),
  'closedBy' as const,
]
