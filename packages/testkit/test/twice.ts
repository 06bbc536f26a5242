import type { StorageAdapter } from '@guanxi/core'
import type { FreshStorage, HostHandle } from '@guanxi/testkit'
import { afterEach, describe } from 'vitest'
import { file, type Start, server, servers } from './storages.ts'

/** Two handles on one database, as two processes have them, and one of the host's. */
export interface Twice {
  readonly one: StorageAdapter
  readonly other: StorageAdapter
  /** It is closed after the test. */
  host(): Promise<HostHandle>
}

/** The same tests on a SQLite file and on a real Postgres, each with two handles. */
export function onBothTwice(
  define: (make: (start?: Start) => Promise<Twice>, name: 'sqlite' | 'postgres') => void,
): void {
  const undo: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })
  const twice = async (fresh: FreshStorage): Promise<Twice> => {
    undo.push(() => fresh.close())
    const other = fresh.another?.()
    if (other === undefined || fresh.host === undefined) throw new Error('one handle alone')
    undo.push(() => other.close())
    const { host } = fresh
    return {
      one: fresh.storage,
      other,
      async host() {
        const handle = await host()
        undo.push(() => handle.close())
        return handle
      },
    }
  }
  describe('sqlite', () => define(async (start) => twice(await file(start)), 'sqlite'))
  if (servers) describe('postgres', () => define(async (start) => twice(await server(start)), 'postgres'))
}
