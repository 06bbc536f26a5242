import { createCrm, type Role } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { analytics } from '../src/index.ts'
import { type Stage, zone } from './on-one.ts'
import type { Me } from './world.ts'

/** Actors of one tenant by their roles, in an instance that has these beside its own. */
export function inRoles(
  { storage, tenant }: Stage,
  roles: Readonly<Record<string, Role>>,
  now = '2026-03-16T09:00:00+08:00',
): (role: string) => Me {
  const crm = createCrm({
    ...{ storage, plugins: [analytics()], tenancy: 'multi', clock: testClock(now, zone), ids: testIds(), zone, roles },
  })
  return (role) => crm.as({ tenant, user: `u_${role}`, roles: [role] })
}
