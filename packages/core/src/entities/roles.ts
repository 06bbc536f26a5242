import type { Role } from '../access/index.ts'

const shared = { scope: 'all', can: ['read'] } as const

/** The roles of an instance that brings no others; `createCrm({ roles })` adds to them or replaces them. */
export const coreRoles: Readonly<Record<string, Role>> = {
  /** His own customers and what belongs to them; colleagues, teams and products to read. */
  sales: { grants: { '*': { scope: 'own' }, member: shared, team: shared, product: shared } },
  /** The same for everybody below him. */
  manager: { grants: { '*': { scope: 'tree' }, member: shared, team: shared, product: shared } },
  /** Everything. */
  admin: { grants: { '*': { scope: 'all' } }, operations: ['*'] },
}
