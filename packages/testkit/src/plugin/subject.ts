import {
  type CoreTypes,
  type Crm,
  createCrm,
  type Description,
  type Plugin,
  type Role,
  type Row,
  type Scope,
  type StorageAdapter,
} from '@guanxi/core'
import { type EntityIR, entityOf, type Schema } from '@guanxi/core/storage'
import { testClock } from '../clock.ts'
import type { FreshStorage } from '../conformance/suite.ts'
import { testIds } from '../ids.ts'
import { callFixture, coreFixtures, type FixtureCall, type Fixtures, isPossible } from '../reflection/index.ts'
import { rowsOfTenant } from '../rows.ts'
import { watched } from '../watched.ts'
import type { PluginConformanceOptions, PluginInstance } from './options.ts'

/** Whatever the plugin's types are: the suite calls operations by their names. */
export type AnyOptions = PluginConformanceOptions<CoreTypes, readonly Plugin[]>
type Definition = Plugin['~definition']

/** A role in which everybody has his own records and all operations of the plugin. */
export const ownRole = 'conformance'

/** An instance on a database of its own. */
export interface Place {
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly crm: Crm<CoreTypes>
  /** What `describe()` answers, asked once. */
  readonly description: Description
  /** Calls an operation. */
  call(scope: object, operation: string, call: FixtureCall): Promise<unknown>
  /** Makes what the fixture of an operation needs, and its call. */
  prepare(operation: string): Promise<FixtureCall>
  admin(): Scope<CoreTypes>
}

/** The plugin under test, and instances with and without it. */
export class Subject {
  readonly options: AnyOptions
  readonly definition: Definition
  readonly #made: FreshStorage[] = []

  constructor(options: AnyOptions) {
    this.options = options
    this.definition = options.plugin['~definition']
  }

  get needs(): readonly Plugin[] {
    return this.options.needs ?? []
  }

  /** The fixtures of what is beside the plugin. */
  get fill(): Fixtures {
    return { ...coreFixtures, ...this.options.fill }
  }

  /** The names of the operations that have a fixture, the plugin's own. */
  get own(): readonly string[] {
    return Object.keys(this.options.fixtures)
  }

  /** An empty database. */
  async empty(): Promise<StorageAdapter> {
    const fresh = await this.options.create()
    this.#made.push(fresh)
    return fresh.storage
  }

  /** An instance, not migrated; with the plugin unless told. */
  instance(
    storage: StorageAdapter,
    plugins: readonly Plugin[] = [...this.needs, this.options.plugin],
    tenancy: PluginInstance['tenancy'] = 'single',
    { clock = testClock('2026-03-16T01:00:00Z'), ids = testIds() }: Partial<Pick<PluginInstance, 'clock' | 'ids'>> = {},
  ): Place {
    const { crm: make = (instance: PluginInstance) => createCrm(instance) } = this.options
    const seen = watched(storage)
    const has = plugins.includes(this.options.plugin)
    const operations = Object.entries(this.definition.operations).flatMap(([resource, own]) =>
      Object.keys(own).map((key) => `${resource}.${key}`),
    )
    const role: Role = { grants: { '*': { scope: 'own' } }, operations: has ? operations : [] }
    const crm = make({ storage: seen.storage, plugins, tenancy, clock, ids, roles: { [ownRole]: role } })
    const admin = () => crm.as({ user: 'u_admin', roles: ['admin'] })
    let unique = 0
    let known: Description | undefined
    const description = () => {
      known ??= crm.describe()
      return known
    }
    const fixtures = { ...this.fill, ...this.options.fixtures }
    return {
      ...{ storage, schema: seen.schema(), crm, admin },
      get description() {
        return description()
      },
      call: (scope, operation, call) => callFixture(description(), scope, operation, call),
      async prepare(operation) {
        const fixture = fixtures[operation]
        if (fixture === undefined) throw new TypeError(`${operation} has no fixture`)
        unique++
        return fixture(admin(), `unique${unique}`)
      },
    }
  }

  /** A migrated instance on an empty database. */
  async started(plugins?: readonly Plugin[]): Promise<Place> {
    const place = this.instance(await this.empty(), plugins)
    await place.crm.migrate()
    return place
  }

  /** Makes a record of each kind, of the plugin's own kinds only if told. */
  async records(place: Place, own = false): Promise<void> {
    for (const operation of [...Object.keys(this.fill), ...(own ? this.own : [])]) {
      if (!operation.endsWith('.create') || !isPossible(place.description, operation)) continue
      await place.call(place.admin(), operation, await place.prepare(operation))
    }
  }

  /** Everything that the fixtures of the plugin do. */
  async use(place: Place): Promise<void> {
    for (const operation of this.own) await place.call(place.admin(), operation, await place.prepare(operation))
  }

  /** The plugin's entities as the instance has them. */
  entities({ schema }: Place): readonly EntityIR[] {
    return this.definition.entities.map(({ name }) => entityOf(schema, name))
  }

  async close(): Promise<void> {
    for (const { close } of this.#made) await close()
  }
}

/** All rows of an instance, by entity. */
export const rowsOf = ({ storage, schema }: Place): Promise<Readonly<Record<string, readonly Row[]>>> =>
  rowsOfTenant(storage, schema, 'default')
