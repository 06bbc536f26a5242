import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { analytics } from '../../src/index.ts'
import type { Stage } from '../on-one.ts'
import { type Me, zone } from '../world.ts'

/** Somebody who sees his own records and what is shared with him, and may ask for all figures. */
export function seller({ storage, tenant }: Stage, user: string, operations: readonly string[] = ['*']): Me {
  const grants = { '*': [{ scope: 'own' }, { scope: 'shared' }], member: { scope: 'all', can: ['read'] } } as const
  const roles = { seller: { grants, operations } }
  const clock = testClock('2026-03-16T09:00:00+08:00', zone)
  const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, zone, roles })
  return crm.as({ tenant, user, roles: ['seller'] })
}
