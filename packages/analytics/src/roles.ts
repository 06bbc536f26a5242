import { operations } from './operations.ts'

/** What somebody may ask for who is to see no more than his other roles show him. */
const asked = Object.entries(operations.analytics)
  .filter(([name, { kind }]) => kind === 'query' && name !== 'commissions')
  .map(([name]) => `analytics.${name}`)

/** Who may what, beside the core's own roles. */
export const roles = {
  /** To be given beside another role: asks for the figures of what that one shows. */
  analyst: {
    grants: { goal: { scope: 'all', can: ['read'] }, commissionPlan: { scope: 'all', can: ['read'] } },
    operations: asked,
  },
} as const
