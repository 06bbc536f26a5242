import assert from 'node:assert/strict'
import type { Plugin, PluginTypes } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import type { PluginConformanceOptions } from '../plugin/options.ts'
import { type AnyOptions, Subject } from '../plugin/subject.ts'
import { faults, spellViolation } from './faults.ts'
import { faultsOnSqlite } from './sqlite-database.ts'

/**
 * Lets each write of a plugin go wrong before and after each of its statements, on SQLite in memory: nothing may be half
 * written, and a retry with the same idempotency key must lead to the same. It takes what `pluginConformance` takes.
 *
 * @example
 * const fixtures: Fixtures = { ...coreFixtures } // and one for each operation of the plugin
 * faultConformance({ plugin: students(), fixtures, describe, test })
 */
export function faultConformance<T extends PluginTypes, const N extends readonly Plugin[] = []>(
  options: Omit<PluginConformanceOptions<T, N>, 'create' | 'afterAll'> & {
    /** So many points of each operation: all of them, unless told. */
    readonly points?: number
  },
): void {
  const { plugin, describe, test, points, needs = [] } = options
  // The suite calls operations by their names: what types the plugin adds does not matter to it.
  const subject = new Subject(options as unknown as AnyOptions)
  describe(`${plugin.id} survives faults`, () => {
    for (const operation of subject.own) {
      test(operation, async () => {
        const report = await faults({
          database: faultsOnSqlite(await migratedWith(subject)),
          crm: (instance) => subject.instance(instance.storage, undefined, 'multi', instance).crm,
          fixtures: { ...subject.fill, ...subject.options.fixtures },
          plugins: [...needs, plugin],
          only: (name) => name === operation,
          ...(points === undefined ? {} : { points }),
        })
        assert.deepEqual(report.violations.map(spellViolation), [])
      })
    }
  })
}

const migrated = new WeakMap<Subject, Promise<Uint8Array>>()

/** The bytes of a database where the plugin is installed, made once. */
function migratedWith(subject: Subject): Promise<Uint8Array> {
  const bytes = migrated.get(subject) ?? install(subject)
  migrated.set(subject, bytes)
  return bytes
}

async function install(subject: Subject): Promise<Uint8Array> {
  const storage = sqlite(':memory:')
  const { crm } = subject.instance(storage, undefined, 'multi')
  await crm.migrate()
  const transaction = await storage.begin()
  const bytes = (transaction.native as { serialize(): Uint8Array }).serialize()
  await transaction.rollback()
  await crm.close()
  return bytes
}
