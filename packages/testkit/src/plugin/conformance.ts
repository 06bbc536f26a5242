import type { Plugin, PluginTypes } from '@guanxi/core'
import { reflection } from '../reflection/index.ts'
import { behaviourCases } from './behaviour.ts'
import type { PluginCase } from './case.ts'
import { definitionCases, isOfHooks } from './definition.ts'
import { lifeCases } from './life.ts'
import type { PluginConformanceOptions } from './options.ts'
import { type AnyOptions, Subject } from './subject.ts'

const groups: readonly (readonly [string, readonly PluginCase[]])[] = [
  ['definition', definitionCases],
  ['life', lifeCases],
  ['behaviour', behaviourCases],
]

/**
 * What every plugin promises, each a test: it is frozen data whose names, errors and migrations are sound; it boots, and
 * conflicts are refused; it can be uninstalled without a trace; dry runs write nothing; nobody learns what he may not see;
 * and everything that `reflection` tries on its operations.
 *
 * @example
 * const fixtures: Fixtures = { ...coreFixtures } // and one for each operation of the plugin
 * pluginConformance({
 *   plugin: students(),
 *   fixtures,
 *   create: async () => {
 *     const fresh = await migrated()
 *     return { storage: fresh, close: () => fresh.close() }
 *   },
 *   describe,
 *   test,
 *   afterAll,
 * })
 */
export function pluginConformance<T extends PluginTypes, const N extends readonly Plugin[] = []>(
  options: PluginConformanceOptions<T, N>,
): void {
  const { plugin, describe, test, afterAll, create, elevated } = options
  // The suite calls operations by their names: what types the plugin adds does not matter to it.
  const any = options as unknown as AnyOptions
  describe(`${plugin.id} conforms`, () => {
    for (const [group, cases] of groups) {
      describe(group, () => {
        for (const { name, run } of cases) {
          test(name, async () => {
            const own = new Subject(any)
            try {
              await run(own)
            } finally {
              await own.close()
            }
          })
        }
      })
    }
    reflection({
      name: plugin.id,
      owner: plugin.id,
      crm: (storage) => new Subject(any).instance(storage, undefined, 'multi').crm,
      fixtures: any.fixtures,
      fill: new Subject(any).fill,
      ...{ create, describe, test, afterAll },
      ...(elevated === undefined ? {} : { elevated: elevated.filter((name) => !isOfHooks(name)) }),
    })
  })
}
