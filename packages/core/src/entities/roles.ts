import type { Role } from '../access/index.ts'

const shared = { scope: 'all', can: ['read'] } as const
/** Everybody's views are his own; those that were shared are for all to look at. */
const views = [{ scope: 'own' }, { scope: { shared: true }, can: ['read'] }] as const
const known = {
  team: shared,
  product: shared,
  customField: shared,
  tenantPipeline: shared,
  exchangeRate: shared,
  ownershipCap: shared,
  savedView: views,
} as const
/** What was said and done with customers is read by those who may read the customers; it is changed by who did it. */
const participants = { scope: { through: ['company', 'contact', 'deal', 'lead'] }, can: ['read'] } as const
const doing = ['create', 'update', 'delete'] as const
/** Refunds are read by whoever may read their order, and written by those who may change it. */
const orders = { scope: { through: ['order'] }, can: ['read'] } as const
const mine = { ownerId: { eq: { actor: 'user' } } } as const
const unowned = { scope: { ownerId: null }, can: ['read'] } as const
const below = { reach: { some: { viewer: { actor: 'user' } } } } as const
/** To have the say about who leaves and comes back, which the handover asks for. */
const leaving = { scope: below, can: ['update'], fields: ['leftAt'] } as const
/** What is done every day: to take a customer whom nobody looks after, to look at a view and at purchases. */
const daily: readonly string[] = [
  'search.find',
  'pipelines.get',
  'pipelines.list',
  'companies.claim',
  'contacts.claim',
  'savedViews.run',
  'savedViews.default',
  'companies.purchases',
  'contacts.purchases',
  'activities.log',
  'tasks.complete',
  'tasks.agenda',
  'leads.claim',
  'leads.capture',
  'leads.convert',
  'companies.tag',
  'companies.tags',
  'companies.prefer',
  'companies.preferences',
  'companies.lifecycle',
  'contacts.tag',
  'contacts.tags',
  'contacts.prefer',
  'contacts.preferences',
  'contacts.lifecycle',
  'deals.tag',
  'deals.tags',
  'leads.tag',
  'leads.tags',
]

/** The roles of an instance that brings no others; `createCrm({ roles })` adds to them or replaces them. */
export const coreRoles: Readonly<Record<string, Role>> = {
  /** His own customers and what belongs to them; colleagues, teams and products to read. */
  sales: {
    grants: {
      '*': { scope: 'own' },
      activity: [{ scope: 'own', can: doing }, participants],
      task: [{ scope: 'own' }, participants],
      refund: [orders, { scope: { order: { is: mine } }, can: doing }],
      member: shared,
      ...known,
    },
    operations: daily,
  },
  /** The same for everybody below him. When one of them leaves, he hands over what that one had. */
  manager: {
    grants: {
      '*': { scope: 'tree' },
      activity: [{ scope: 'tree', can: doing }, participants],
      task: [{ scope: 'tree' }, participants],
      refund: [orders, { scope: { order: { is: { or: [mine, { owner: { is: below } }] } } }, can: doing }],
      member: [shared, leaving],
      ...known,
    },
    operations: [...daily, 'members.handover', 'members.reinstate'],
  },
  /**
   * To be given beside another role: sees the customers that are nobody's. Not part of `sales`, for «mine or nobody's» is
   * answered by no index: a filtered list of 100,000 companies takes 30 ms then, and not half a one.
   */
  pool: { grants: { company: unowned, contact: unowned, lead: unowned } },
  /** To be given beside another role, for the same reason: sees and changes what others have shared with him. */
  shared: { grants: { '*': { scope: 'shared' } } },
  /** Everything. */
  admin: { grants: { '*': { scope: 'all' } }, operations: ['*'] },
}
