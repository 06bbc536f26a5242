import type { CoreTypes, PluginTypes, Row, Scope } from '@guanxi/core'
import { callerOf } from '../caller.ts'

/** How an operation is called: `id` for those of a record. */
export interface FixtureCall {
  readonly id?: string
  readonly input?: unknown
  readonly options?: unknown
}

/** Makes what a call needs, and the call: it must succeed. `unique` is another text each time. */
export type Fixture<T extends PluginTypes = CoreTypes> = (me: Scope<T>, unique: string) => Promise<FixtureCall>

/** A fixture for each operation, by its name. */
export type Fixtures<T extends PluginTypes = CoreTypes> = Readonly<Record<string, Fixture<T>>>

interface RecordParts<T extends PluginTypes> {
  readonly plural: string
  /** An input of `create`, every reference given. */
  readonly input: (me: Scope<T>, unique: string) => Promise<Readonly<Record<string, unknown>>>
  readonly patch: Readonly<Record<string, unknown>>
  /** A unique field that the input gives. */
  readonly by?: string
  /** Relations to include, sort and group over. */
  readonly relation?: string
  /** Where a new record may move. */
  readonly move?: string
}

/** The fixtures of all record operations of an entity. */
export function recordFixtures<T extends PluginTypes = CoreTypes>({
  plural,
  input,
  patch,
  by,
  relation,
  move,
}: RecordParts<T>): Fixtures<T> {
  const made = async (me: Scope<T>, unique: string) => {
    const row = (await callerOf(me, plural)('create', await input(me, unique))) as Row
    return String(row.id)
  }
  const include = relation === undefined ? {} : { include: { [relation]: true } }
  const where = (id: string) => ({ and: [{ id }], not: { id: { in: ['x'] } } })
  const fixtures: Record<string, Fixture<T>> = {
    create: async (me, unique) => ({ input: await input(me, unique) }),
    createMany: async (me, unique) => ({ input: [await input(me, unique)] }),
    get: async (me, unique) => ({ id: await made(me, unique) }),
    list: async (me, unique) => ({
      input: { where: where(await made(me, unique)), orderBy: { createdAt: 'desc' }, ...include },
    }),
    count: async (me, unique) => ({ input: { where: where(await made(me, unique)) } }),
    aggregate: async (me, unique) => ({
      input: {
        where: where(await made(me, unique)),
        groupBy: { v: { field: 'version' } },
        measures: { n: { fn: 'count' } },
      },
    }),
    story: async (me, unique) => ({ id: await made(me, unique) }),
    update: async (me, unique) => ({ id: await made(me, unique), input: await patched(me, unique) }),
    updateMany: async (me, unique) => ({ input: { where: where(await made(me, unique)), set: patch } }),
    delete: async (me, unique) => ({ id: await made(me, unique) }),
    deleteMany: async (me, unique) => ({ input: { where: where(await made(me, unique)) } }),
    async restore(me, unique) {
      const id = await made(me, unique)
      await callerOf(me, plural)('delete', id)
      return { id }
    },
    upsert: async (me, unique) => ({ input: { by: by ?? 'externalId', record: await input(me, unique) } }),
  }
  async function patched(me: Scope<T>, unique: string) {
    // The same references as at creation, from records of their own.
    const { [by ?? '']: _, stage: __, pipeline: ___, lines, ...rest } = await input(me, `${unique}p`)
    return { ...rest, ...patch, ...(lines === undefined ? {} : { lines }) }
  }
  if (move !== undefined) {
    fixtures.move = async (me, unique) => ({ id: await made(me, unique), input: { to: move, note: 'why', set: patch } })
    fixtures.history = async (me, unique) => ({ id: await made(me, unique) })
  }
  return Object.fromEntries(Object.entries(fixtures).map(([key, fixture]) => [`${plural}.${key}`, fixture]))
}
