import { createCrm, type StorageAdapter } from '@guanxi/core'
import { type FreshStorage, invariants } from '@guanxi/testkit'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { memory, server, servers } from '../../testkit/test/storages.ts'
import { tickets } from '../src/index.ts'

/** Where a test runs: a database that it shares, and a tenant of its own. */
export interface Stage {
  readonly storage: StorageAdapter
  readonly tenant: string
}

/** The same tests on SQLite and on a real Postgres, on one database each: to make one takes longer than most tests. */
export function onOne(define: (stage: () => Stage, name: 'sqlite' | 'postgres') => void): void {
  const on = (name: 'sqlite' | 'postgres', make: () => Promise<FreshStorage>) =>
    describe(name, () => {
      let fresh: FreshStorage
      let tenants = 0
      beforeAll(async () => {
        fresh = await make()
        await createCrm({ storage: fresh.storage, plugins: [tickets()] }).migrate()
      })
      afterAll(async () => {
        const broken = await invariants(fresh.storage, [tickets()])
        await fresh.close()
        expect(broken, 'invariants').toEqual([])
      })
      define(() => ({ storage: fresh.storage, tenant: `t${tenants++}` }), name)
    })
  on('sqlite', memory)
  if (servers) on('postgres', server)
}
