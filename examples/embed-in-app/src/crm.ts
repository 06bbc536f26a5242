import { createCrm, type StorageAdapter } from '@guanxi/core'

/** The CRM of this app: `sales`, `manager` and `admin` come along, these two are the app's. */
export const crmOn = (storage: StorageAdapter) =>
  createCrm({
    storage,
    roles: {
      /** Who signed up sees his own contact, and nothing else. */
      customer: { grants: { contact: { scope: { externalId: { eq: { actor: 'user' } } }, can: ['read'] } } },
      /** Sees and takes the contacts that nobody looks after yet. */
      desk: { grants: { contact: { scope: { ownerId: null } } } },
    },
  })

export type AppCrm = ReturnType<typeof crmOn>
/** What one actor may see and do. */
export type Desk = ReturnType<AppCrm['as']>
