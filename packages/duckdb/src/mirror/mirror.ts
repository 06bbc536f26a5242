import { CrmError, type Fact, invalid, type StorageAdapter } from '@guanxi/core'
import {
  type AggregateQuery,
  type Expectation,
  entityOf,
  everywhere,
  fieldOf,
  never,
  type Schema,
  type SelectQuery,
  type Session,
  type StorageEnvironment,
  tableOf,
} from '@guanxi/core/storage'
import type { Database } from '../database.ts'
import type { DuckdbOptions } from '../options.ts'
import { storageOn } from '../storage.ts'
import { type Copied, copiedOf } from './copied.ts'
import { Feed } from './feed.ts'
import { type Discrepancy, figuresOf, type Lag, waitingFor } from './lag.ts'
import { Progress } from './progress.ts'
import { riding } from './riding.ts'
import { touchedBy } from './touched.ts'

/** The id of the plugin that tells a mirror what has changed. */
export const pluginId = 'duckdb'

interface Opened {
  readonly schema: Schema
  readonly copied: ReadonlyMap<string, Copied>
  readonly feed: Feed
}

/** The parts of a mirror; `duckdb` makes one. */
export class MirrorStorage {
  readonly entities: readonly string[]
  readonly session: Session
  readonly #main: StorageAdapter
  readonly #copy: StorageAdapter
  readonly #database: Database
  readonly #page: number
  readonly #progress = new Progress()
  #opened: Opened | undefined
  #ready: Promise<void> | undefined
  #copying: Promise<number> | undefined

  constructor(main: StorageAdapter, database: Database, { entities, page = 5000 }: DuckdbOptions) {
    this.#page = page
    this.entities = [...new Set(entities)]
    this.#main = main
    this.#database = database
    this.#copy = storageOn(database)
    const { session } = main
    this.session = {
      select: (query) => session.select(query),
      selectMany: (queries) => session.selectMany(queries),
      aggregate: async (query) => {
        if (!(await this.#answers(query))) return session.aggregate(query)
        const { expect: expectation, ...rest } = query
        try {
          return await this.#copy.session.aggregate(rest)
        } finally {
          // Whether the actor's rights are still what they were the main storage alone knows: what has passed does not come back.
          if (expectation !== undefined) await session.select(expecting(expectation))
        }
      },
      explain: async (query) => {
        if (!('groupBy' in query) || !(await this.#answers(query))) return session.explain(query)
        const { expect: _, ...rest } = query
        return this.#copy.session.explain(rest)
      },
      write: (batch) => session.write(batch),
    }
  }

  open(schema: Schema, environment: StorageEnvironment): void {
    check(this.entities, schema)
    const names = new Set(this.entities)
    const copied = new Map(this.entities.map((name) => [name, copiedOf(schema, entityOf(schema, name), names)]))
    const parts = { main: this.#main, database: this.#database, progress: this.#progress, page: this.#page, copied }
    this.#opened = { schema, copied, feed: new Feed({ ...parts, outbox: schema.entities.get('outbox') }) }
    this.#main.open(schema, environment)
    this.#copy.open(schema, environment)
  }

  async copy({ anew = false, progress = () => {} }: CopyOptions = {}): Promise<number> {
    this.#copying ??= (async () => {
      if (anew) await this.#forget()
      await this.#prepare()
      return this.#in.feed.copy(progress)
    })().finally(() => {
      this.#copying = undefined
    })
    return this.#copying
  }

  async take(fact: Fact): Promise<void> {
    await this.#prepare()
    await this.#in.feed.take(fact)
  }

  async lag(): Promise<Lag> {
    await this.#prepare()
    const copying = this.entities.filter((name) => !this.#progress.isWhole(name))
    return { copying, ...(await waitingFor(this.#main.session, this.#in.schema, pluginId)) }
  }

  async compare(): Promise<readonly Discrepancy[]> {
    await this.#prepare()
    const { schema } = this.#in
    const found: Discrepancy[] = []
    for (const tenant of await this.#main.inspection.tenants()) {
      if (tenant === everywhere) continue
      for (const entity of this.entities) {
        const main = await figuresOf(this.#main.session, schema, entity, tenant)
        const copy = await figuresOf(this.#copy.session, schema, entity, tenant)
        if (main.records !== copy.records || main.versions !== copy.versions) found.push({ entity, tenant, main, copy })
      }
    }
    return found
  }

  /** The tables may be others now. */
  changed(): void {
    this.#ready = undefined
  }

  async close(): Promise<void> {
    await this.#copying?.catch(() => {})
    await this.#copy.close()
    await this.#main.close()
  }

  get #in(): Opened {
    if (this.#opened === undefined)
      throw new CrmError('STORAGE_UNAVAILABLE', {
        hint: 'Give the mirror to createCrm as its storage before it is told of anything.',
      })
    return this.#opened
  }

  /** Whether the copy has all that a query looks at. */
  async #answers(query: AggregateQuery): Promise<boolean> {
    const touched = [...touchedBy(query)]
    const { copied } = this.#in
    if (!touched.every((name) => copied.has(name))) return false
    await this.#prepare()
    return touched.every((name) => this.#progress.isWhole(name))
  }

  /** Makes the tables that are missing. What a migration did to the originals nobody tells: after each all is copied anew. */
  #prepare(): Promise<void> {
    const { copied } = this.#in
    this.#ready ??= (async () => {
      const applied = (await this.#main.migrations.applied()) ?? []
      const past = applied.map(({ owner, id, checksum }) => `${owner}/${id}/${checksum}`)
      const made = [...copied.values()].map((one) => {
        const { table, columns } = tableOf(one.entity)
        const create = this.#copy.migrations.sql([{ step: 'createTable', table, columns }])
        return { copied: one, create, shape: JSON.stringify([one.shape, past]) }
      })
      await this.#database.write(async (connection) => {
        await this.#progress.open(connection, made)
        return () => {}
      })
    })().catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    return this.#ready
  }

  async #forget(): Promise<void> {
    await this.#ready?.catch(() => {})
    this.#ready = undefined
    await this.#database.erase()
    this.#in.feed.forget()
  }
}

/** A small query that is refused where something does not hold. */
const expecting = (expect: Expectation): SelectQuery => ({
  entity: expect.entity,
  tenant: expect.tenant,
  access: null,
  where: never,
  bin: 'with',
  orderBy: [{ path: { hops: [], field: fieldOf(expect.entity, 'id') }, direction: 'asc' }],
  limit: 1,
  after: null,
  expect,
})

/**
 * How `Mirror.copy` copies.
 *
 * @example
 * const options: CopyOptions = { progress: (entity, records) => console.log(entity, records) }
 */
export interface CopyOptions {
  /** Throws the file away first. */
  readonly anew?: boolean
  /** Told after each page: so many records of an entity more. */
  readonly progress?: (entity: string, records: number) => void
}

/** What cannot be copied is said when the instance is made. */
function check(names: readonly string[], { entities }: Schema): void {
  const unknown = names.filter((name) => !entities.has(name))
  if (unknown.length > 0)
    throw invalid('entities', `there is no entity ${unknown.join(', ')}`, 'Give singular names: order.')
  const logs = names.filter((name) => entities.get(name)?.keeping === 'log' && !riding.has(name))
  if (logs.length > 0)
    throw invalid('entities', `nobody tells of the rows of ${logs.join(', ')}`, 'Logs are asked in the main storage.')
  for (const name of names) {
    const owner = entities.get(name)?.ownedBy?.to ?? riding.get(name)?.with
    if (owner !== undefined && !names.includes(owner))
      throw invalid('entities', `${name} is written with its ${owner}`, `Name ${owner}, too.`)
  }
}
