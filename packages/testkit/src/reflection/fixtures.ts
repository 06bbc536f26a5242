import { type CoreTypes, core, type PluginTypes, type Row, type Scope } from '@guanxi/core'
import { callerOf } from '../caller.ts'

/**
 * How an operation is called: `id` for those of a record.
 *
 * @example
 * const call: FixtureCall = { id: 'd_1', input: { to: 'won' }, options: { reason: 'signed' } }
 */
export interface FixtureCall {
  readonly id?: string
  readonly input?: unknown
  readonly options?: unknown
}

/**
 * Makes what a call needs, and the call: it must succeed. `unique` is another text each time.
 *
 * @example
 * const complete: Fixture = async (me, unique) => {
 *   const task = await me.tasks.create({ title: unique })
 *   return { id: task.id, input: { outcome: 'done' } }
 * }
 */
export type Fixture<T extends PluginTypes = CoreTypes> = (me: Scope<T>, unique: string) => Promise<FixtureCall>

/**
 * A fixture for each operation, by its name.
 *
 * @example
 * const fixtures: Fixtures = { 'products.get': async (me, unique) => ({ id: (await me.products.create({ name: unique })).id }) }
 */
export type Fixtures<T extends PluginTypes = CoreTypes> = Readonly<Record<string, Fixture<T>>>

type Values = Readonly<Record<string, unknown>>

interface RecordParts<T extends PluginTypes> {
  readonly plural: string
  /** An input of `create`, every reference given. */
  readonly input: (me: Scope<T>, unique: string) => Promise<Readonly<Record<string, unknown>>>
  readonly patch: Values | ((me: Scope<T>, unique: string) => Promise<Values>)
  /** A unique field that the input gives, or those unique together: `externalId` unless told, `false` for none. */
  readonly by?: string | readonly string[] | false
  /** Relations to include, sort and group over. */
  readonly relation?: string
  /** Where a new record may move. */
  readonly move?: string
  /** Its records have an `ownerId`. */
  readonly owned?: boolean
  /** Its records are persons. */
  readonly subject?: boolean
  /** It has amounts in the report currency. */
  readonly reports?: boolean
  /** It has searchable fields; of the core's own that is known. */
  readonly search?: boolean
}

const searchable = new Set(
  core['~definition'].entities
    .filter(({ fields }) => Object.values(fields).some(({ spec }) => spec.search === true))
    .map(({ plural }) => plural),
)

/**
 * The fixtures of all record operations of an entity.
 *
 * @example
 * const fixtures = recordFixtures({
 *   plural: 'products',
 *   input: async (_, unique) => ({ name: unique, externalId: unique }),
 *   patch: { name: 'another' },
 * })
 */
export function recordFixtures<T extends PluginTypes = CoreTypes>({
  plural,
  input,
  patch,
  by,
  relation,
  move,
  owned,
  subject,
  reports,
  search = searchable.has(plural),
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
    // It gives back the values that it was asked with: with an id of somebody else's among them no two answers are alike.
    explain: async () => ({ input: { orderBy: { createdAt: 'desc' }, limit: 5, after: null } }),
    story: async (me, unique) => ({ id: await made(me, unique) }),
    explainAccess: async (me, unique) => ({ id: await made(me, unique), input: { user: 'u', roles: ['sales'] } }),
    timeline: async (me, unique) => ({
      id: await made(me, unique),
      input: { limit: 2, after: null, from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
    }),
    update: async (me, unique) => ({ id: await made(me, unique), input: await patched(me, unique) }),
    updateMany: async (me, unique) => ({
      input: { where: where(await made(me, unique)), set: await patchOf(me, unique) },
    }),
    delete: async (me, unique) => ({ id: await made(me, unique) }),
    deleteMany: async (me, unique) => ({ input: { where: where(await made(me, unique)) } }),
    async restore(me, unique) {
      const id = await made(me, unique)
      await callerOf(me, plural)('delete', id)
      return { id }
    },
  }
  if (search)
    fixtures.search = async (me, unique) => ({
      input: { text: unique, where: where(await made(me, unique)), limit: 5, after: null },
    })
  if (by !== false)
    fixtures.upsert = async (me, unique) => ({ input: { by: by ?? 'externalId', record: await input(me, unique) } })
  async function patchOf(me: Scope<T>, unique: string) {
    return typeof patch === 'function' ? patch(me, unique) : patch
  }
  async function patched(me: Scope<T>, unique: string) {
    // The same references as at creation, from records of their own.
    const { [String(by || '')]: _, stage: __, pipeline: ___, lines, ...rest } = await input(me, `${unique}p`)
    return { ...rest, ...(await patchOf(me, unique)), ...(lines === undefined ? {} : { lines }) }
  }
  if (move !== undefined) {
    fixtures.move = async (me, unique) => ({
      id: await made(me, unique),
      input: { to: move, note: 'why', set: await patchOf(me, unique) },
    })
    fixtures.history = async (me, unique) => ({ id: await made(me, unique) })
    fixtures.histories = async (me, unique) => ({
      input: { where: where(await made(me, unique)), orderBy: { createdAt: 'desc' }, limit: 2 },
    })
    fixtures.board = async (me, unique) => ({
      input: {
        where: where(await made(me, unique)),
        stages: [move],
        orderBy: { createdAt: 'desc' },
        limit: 2,
        ...include,
        ...(reports === true ? { amounts: 'own' } : {}),
      },
    })
  }
  if (reports === true) fixtures.reconvert = async (me, unique) => ({ input: { where: where(await made(me, unique)) } })
  if (subject === true) {
    fixtures.exportSubject = async (me, unique) => ({ id: await made(me, unique), input: { format: 'csv' } })
    fixtures.erasures = async (me, unique) => ({ id: await made(me, unique) })
    const keep = [{ entity: 'order', reason: 'tax law' }]
    fixtures.eraseSubject = async (me, unique) => ({ id: await made(me, unique), input: { keep } })
  }
  if (owned === true) {
    fixtures.owners = async (me, unique) => ({ id: await made(me, unique) })
    fixtures.claim = async (me, unique) => {
      const id = await made(me, unique)
      await callerOf(me, plural)('update', id, { ownerId: null })
      return { id, input: {} }
    }
    const shared = async (me: Scope<T>, unique: string) => {
      const id = await made(me, unique)
      await callerOf(me, plural)('share', id, { user: 'u_other', level: 'read' })
      return id
    }
    fixtures.share = async (me, unique) => ({ id: await made(me, unique), input: { user: 'u_other', level: 'write' } })
    fixtures.unshare = async (me, unique) => ({ id: await shared(me, unique), input: { user: 'u_other' } })
    fixtures.sharedWith = async (me, unique) => ({ id: await shared(me, unique) })
  }
  return Object.fromEntries(Object.entries(fixtures).map(([key, fixture]) => [`${plural}.${key}`, fixture]))
}
