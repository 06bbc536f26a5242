import { createCrm, type StorageAdapter } from '@guanxi/core'
import { type FreshStorage, invariants } from '@guanxi/testkit'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { memory, server, servers } from '../../testkit/test/storages.ts'
import { analytics } from '../src/index.ts'

/** That of the tests. */
export const zone = 'Asia/Shanghai'

/** Where a test runs: a database that it shares, and a tenant of its own. */
export interface Stage {
  readonly storage: StorageAdapter
  readonly tenant: string
  /** A second handle, the same for all tests, as another process has it. On SQLite only a `file` has one. */
  another(): StorageAdapter
}

/** The same tests on SQLite and on a real Postgres, on one database each: to make one takes longer than most tests. */
export function onOne(define: (stage: () => Stage, name: 'sqlite' | 'postgres') => void, sqlite = memory): void {
  const plugins = [analytics()]
  const on = (name: 'sqlite' | 'postgres', make: typeof memory) =>
    describe(name, () => {
      let fresh: FreshStorage
      let second: StorageAdapter | undefined
      let tenants = 0
      const another = () => {
        second ??= fresh.another?.()
        if (second === undefined) throw new TypeError('there is one handle alone')
        return second
      }
      beforeAll(async () => {
        fresh = await make({ plugins })
        // In their zone: rollups of another one answer nothing.
        await createCrm({ storage: fresh.storage, plugins, tenancy: 'multi', zone }).rebuildRollups()
      })
      afterAll(async () => {
        const broken = await invariants(fresh.storage, plugins)
        await second?.close()
        await fresh.close()
        expect(broken, 'invariants').toEqual([])
      })
      define(() => ({ storage: fresh.storage, tenant: `t${tenants++}`, another }), name)
    })
  on('sqlite', sqlite)
  if (servers) on('postgres', server)
}
