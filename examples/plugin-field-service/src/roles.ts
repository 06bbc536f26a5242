/** Who may what, beside the core's own roles. */
export const roles = {
  technician: {
    grants: {
      installation: { scope: 'all', can: ['read'] },
      visit: { scope: 'own', can: ['read', 'create', 'update', 'move'] },
      company: { scope: 'all', can: ['read'] },
      contact: { scope: 'all', can: ['read'], except: ['birthday'] },
    },
    operations: ['installations.underWarranty', 'installations.transfer', 'visits.finish'],
  },
  dispatcher: {
    grants: {
      installation: { scope: 'all' },
      visit: { scope: 'all' },
      company: { scope: 'all', can: ['read', 'create', 'update'] },
      contact: { scope: 'all', can: ['read', 'create', 'update'] },
      member: { scope: 'all', can: ['read'] },
    },
    operations: ['installations.commission', 'installations.underWarranty', 'installations.transfer', 'visits.finish'],
  },
} as const
