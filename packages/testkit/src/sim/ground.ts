import type { Crm, Description, PluginTypes } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import type { Database } from 'better-sqlite3'
import { testClock } from '../clock.ts'
import { sqliteTables } from '../faults/read.ts'
import { testIds } from '../ids.ts'
import { type FixtureCall, isPossible } from '../reflection/index.ts'
import type { SimOptions } from './options.ts'

/** When fixtures make what their calls need; worlds begin an hour later. */
export const start = '2026-03-16T01:00:00Z'

/** An operation, and how it can be called. */
export interface Prepared {
  readonly operation: string
  readonly resource: string
  readonly key: string
  readonly kind: 'query' | 'command'
  readonly target: 'record' | 'collection'
  /** The call as JSON; its own texts have the mark in them. */
  readonly call: string
  readonly mark: string
}

/** Where most people meet. */
export const busy: ReadonlySet<string> = new Set([
  'companies',
  'contacts',
  'deals',
  'leads',
  'orders',
  'tasks',
  'activities',
  'members',
])

/** What all worlds begin with. */
export interface Ground {
  /** The database's file. */
  readonly bytes: Uint8Array
  readonly description: Description
  readonly calls: readonly Prepared[]
  /** The facts that are old: nobody is told of them. */
  readonly facts: ReadonlySet<string>
}

const made = new WeakMap<object, Promise<Ground>>()

/** Makes it once for all seeds: every fixture has made what its call needs, and no call was made. */
export function groundOf<T extends PluginTypes>(options: Pick<SimOptions<T>, 'crm' | 'fixtures'>): Promise<Ground> {
  const ground = made.get(options.crm) ?? prepare(options)
  made.set(options.crm, ground)
  return ground
}

async function prepare<T extends PluginTypes>({
  crm: make,
  fixtures,
}: Pick<SimOptions<T>, 'crm' | 'fixtures'>): Promise<Ground> {
  const storage = sqlite(':memory:')
  const logger = { warn: () => undefined, error: () => undefined }
  const clock = testClock(start)
  const crm: Crm<T> = make({ storage, clock, ids: testIds(), logger, plugins: [] })
  await crm.migrate()
  const me = crm.as({ user: 'u_admin', roles: ['admin'] })
  const description = crm.describe()
  const calls: Prepared[] = []
  for (const { name: operation, kind, target } of description.operations) {
    const fixture = fixtures[operation]
    const [resource = '', key = ''] = operation.split('.')
    if (fixture === undefined || !isPossible(description, operation)) continue
    if (kind === 'query' && !busy.has(resource)) continue
    const mark = `q${calls.length}q`
    const call: FixtureCall = await fixture(me, mark)
    calls.push({ operation, resource, key, kind, target, call: JSON.stringify(call), mark })
  }
  // The audit is sealed; and workers have loaded what they load when they are first asked.
  for (const _ of [1, 2, 3]) {
    await crm.tick()
    await clock.advance('PT20M')
  }
  const transaction = await storage.begin()
  const database = transaction.native as Database
  const facts = new Set((sqliteTables(database).get('outbox') ?? []).map(({ id }) => String(id)))
  await transaction.rollback()
  const bytes = database.serialize()
  await crm.close()
  return { bytes, description, calls, facts }
}
