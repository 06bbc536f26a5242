import type { CoreTypes, PluginTypes, Row, Scope } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import type { Fixture, Fixtures } from './fixtures.ts'

interface OwnedParts<T extends PluginTypes> {
  readonly plural: string
  /** The field that says whose it is. */
  readonly whose: string
  /** Makes an owner with at least one of them, and answers its id. */
  readonly owner: (me: Scope<T>, unique: string) => Promise<string>
}

/**
 * The fixtures of what a record owns: it is written with its owner, and can be read by itself.
 *
 * @example
 * const fixtures: Fixtures = {
 *   ...ownedFixtures({
 *     plural: 'leadTags',
 *     whose: 'leadId',
 *     owner: async (me, unique) => (await me.leads.create({ name: unique, tags: [unique] })).id,
 *   }),
 * }
 */
export function ownedFixtures<T extends PluginTypes = CoreTypes>({ plural, whose, owner }: OwnedParts<T>): Fixtures<T> {
  const where = async (me: Scope<T>, unique: string) => ({ [whose]: await owner(me, unique) })
  const one: Fixture<T> = async (me, unique) => {
    const page = await callerOf(me, plural)('list', { where: await where(me, unique) })
    return { id: String((page as { items: readonly Row[] }).items[0]?.id) }
  }
  return {
    [`${plural}.get`]: one,
    [`${plural}.story`]: one,
    [`${plural}.list`]: async (me, unique) => ({ input: { where: await where(me, unique) } }),
    [`${plural}.count`]: async (me, unique) => ({ input: { where: await where(me, unique) } }),
    [`${plural}.aggregate`]: async (me, unique) => ({
      input: {
        where: await where(me, unique),
        groupBy: { v: { field: 'version' } },
        measures: { n: { fn: 'count' } },
      },
    }),
    [`${plural}.explain`]: async () => ({ input: { orderBy: { createdAt: 'desc' }, limit: 5, after: null } }),
  }
}
