import { type Actor, type ActorInput, checkRole, type Role, type SystemInput } from './access/index.ts'
import type { AppTypes, DefaultPipelines, FieldsByEntity, Installed, PipelinesByName } from './app-types.ts'
import { describe } from './describe.ts'
import {
  audit,
  auditDigest,
  auditReceipt,
  auditSeal,
  type CoreTypes,
  core,
  coreMigrations,
  erasure,
  exchangeRate,
  idempotency,
  outbox,
  ownershipChange,
  recordMember,
  rollupChange,
  rollupState,
  stageStay,
} from './entities/index.ts'
import { CrmError, invalid } from './error/index.ts'
import { type Fact, fanout } from './event/index.ts'
import { everywhere, type JobQueue, tableQueue } from './job/index.ts'
import { checkMeasure, type MeasureIR } from './measure/index.ts'
import { type Migration, migrate, type OwnedMigrations, rebuildSearch, requireMigrated } from './migration/index.ts'
import { amend, assign, callerOf, type Engine, facade, HandleTurns, Memory } from './operation/index.ts'
import { type Ground, TenantViews } from './overlay/index.ts'
import { type PhoneNormalizer, plainPhones } from './phone/index.ts'
import { checkGuards } from './pipeline/index.ts'
import { assemble, type Crm, type Plugin, type Scope } from './plugin/index.ts'
import { isSound, ZoneTables } from './query/index.ts'
import { installed, type Rollup, Rollups } from './rollup/index.ts'
import { entityOf } from './schema/index.ts'
import type { StorageAdapter, Transaction } from './storage/index.ts'
import {
  type Clock,
  formatInstant,
  isZone,
  type Logger,
  parseDuration,
  sleep,
  systemClock,
  uuids,
} from './time/index.ts'
import { Workers } from './workers.ts'

/** What {@link createCrm} takes. Only the storage is required. */
export interface CrmOptions<P extends readonly Plugin[], X extends FieldsByEntity, L extends PipelinesByName> {
  readonly storage: StorageAdapter
  readonly plugins?: P
  /** Custom fields by entity: typed, checked, filterable. */
  readonly fields?: X
  /**
   * The host's own migrations, under the owner `app`: a step `promote` gives a field of `fields` a column of its own, which
   * may then be unique or indexed.
   */
  readonly migrations?: readonly Migration[]
  /** Pipelines by name: one of a name that exists replaces it, in the types too. */
  readonly pipelines?: L
  /** Figures that the writes keep; `migrations` make their tables. */
  readonly rollups?: readonly Rollup[]
  /** Figures by their names, which `@guanxi/analytics` asks for. */
  readonly measures?: readonly MeasureIR[]
  /** Roles to add or replace. */
  readonly roles?: Readonly<Record<string, Role>>
  /** `multi`: every actor names his tenant. */
  readonly tenancy?: 'single' | 'multi'
  /** The IANA zone of calendar days and months; UTC unless told. */
  readonly zone?: string
  /**
   * How telephone numbers are made comparable; unless told, those that name their country are. `phones()` of
   * `@guanxi/phone` knows the world's.
   */
  readonly phones?: PhoneNormalizer
  /**
   * The ISO 4217 code of the currency that amounts are converted to when they are written, at the rates of
   * `exchangeRates`; unless told they are not.
   */
  readonly reportCurrency?: string
  /**
   * For how long another colleague's contact with a customer is worth a warning to whoever is in touch with him; seven
   * days, `P7D`, unless told.
   */
  readonly recentContact?: string
  /** Where what is to be done later waits: a table of the CRM's own unless told. */
  readonly queue?: JobQueue
  readonly clock?: Clock
  /** Makes ids, later ones greater; UUIDv7 unless told. */
  readonly ids?: (now: number) => string
  readonly logger?: Logger
}

type InstanceOf<P extends readonly Plugin[], X extends FieldsByEntity, L> = CoreTypes & Installed<P> & AppTypes<X, L>

/**
 * Makes a CRM inside this process, on the given storage. Synchronous, and without any I/O.
 *
 * @throws CrmError `INVALID`: no such time zone or currency. `PLUGIN_CONFLICT`, `PLUGIN_INVALID`, `SCHEMA_INVALID`, `PIPELINE_INVALID`: the definitions do not fit together.
 *
 * @example
 * const crm = createCrm({ storage: sqlite('crm.db') })
 * await crm.migrate()
 * const me = crm.as({ user: 'u_1', roles: ['sales'] })
 */
export function createCrm<
  const P extends readonly Plugin[] = [],
  const X extends FieldsByEntity = {},
  L extends PipelinesByName = DefaultPipelines,
>(options: CrmOptions<P, X, L>): Crm<InstanceOf<P, X, L>> {
  const {
    storage,
    clock = systemClock,
    zone = 'UTC',
    logger = silent,
    ids = uuids(),
    phones = plainPhones,
    queue = tableQueue(),
  } = options
  if (typeof storage?.open !== 'function')
    throw invalid('storage', 'expected a storage', "Such as sqlite('crm.db') of @guanxi/sqlite.")
  if (!isZone(zone)) throw invalid('zone', 'expected an IANA time zone', 'Such as Asia/Shanghai.')
  if (options.reportCurrency !== undefined && !/^[A-Z]{3}$/.test(options.reportCurrency))
    throw invalid('reportCurrency', 'expected the ISO 4217 code of a currency', 'Such as CNY.')
  const { recentContact = 'P7D' } = options
  if (parseDuration(recentContact) === undefined)
    throw invalid('recentContact', 'expected an ISO 8601 duration', 'Such as P7D.')
  const assembly = assemble(
    [core, ...(options.plugins ?? [])].map((plugin) => plugin['~definition']),
    {
      fields: options.fields ?? {},
      pipelines: options.pipelines ?? {},
      roles: options.roles ?? {},
      migrations: options.migrations ?? [],
      rollups: options.rollups ?? [],
      measures: options.measures ?? [],
    },
  )
  const { schema, roles, pipelines } = assembly.base
  const boot = { schema, now: clock.now(), zone, phones, actor: { user: '' } }
  for (const [name, role] of roles) checkRole(name, role, assembly.registry.named, schema, boot)
  checkGuards(pipelines, boot)
  for (const measure of assembly.measures.values()) checkMeasure(measure, schema, boot)
  const ground: Ground = {
    base: assembly.base,
    named: assembly.registry.named,
    context: (schema) => ({ schema, now: clock.now(), zone, phones, actor: { user: '' } }),
  }
  const migrations = async (): Promise<readonly OwnedMigrations[]> => [
    { owner: core.id, migrations: await coreMigrations() },
    ...assembly.migrations,
  ]
  const migrated = async (inside?: Transaction) => requireMigrated(storage, await migrations(), inside)
  const zones = new ZoneTables()
  const rollups = new Rollups(
    assembly.figures.map((figure) => installed(figure, schema, boot, zones)),
    { states: entityOf(schema, rollupState.name), changes: entityOf(schema, rollupChange.name) },
    clock,
  )
  let ready: Promise<void> | undefined
  let known = false
  let closed = false
  const engine: Engine = {
    ...assembly,
    storage,
    clock,
    zone,
    zones,
    rollups,
    phones,
    turns: new HandleTurns(),
    logger,
    newId: () => ids(clock.now()),
    fanout: fanout(logger),
    queue,
    wake: () => workers.wake(),
    reportCurrency: options.reportCurrency,
    recentContact,
    tenant: options.tenancy === 'multi' ? undefined : 'default',
    system: {
      audit: entityOf(schema, audit.name),
      outbox: entityOf(schema, outbox.name),
      idempotency: entityOf(schema, idempotency.name),
      stageStay: entityOf(schema, stageStay.name),
      ownershipChange: entityOf(schema, ownershipChange.name),
      exchangeRate: entityOf(schema, exchangeRate.name),
      recordMember: entityOf(schema, recordMember.name),
      erasure: entityOf(schema, erasure.name),
      auditDigest: entityOf(schema, auditDigest.name),
      auditSeal: entityOf(schema, auditSeal.name),
      auditReceipt: entityOf(schema, auditReceipt.name),
    },
    assign: (assignment) => assign(engine, assignment),
    amend: (acting, amendment) => amend(engine, acting, amendment),
    views: new TenantViews(ground, storage, logger),
    memory: new Memory(),
    enter: (caller, place, cause) => facade(engine, caller, place, cause),
    ready(inside) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      if (known) return undefined
      const well = () => {
        known = true
      }
      // The host's transactions may hold all connections: none of them may wait for another.
      if (inside !== undefined) return migrated(inside).then(well)
      ready ??= migrated().then(well, (error: unknown) => {
        ready = undefined
        throw error
      })
      return ready
    },
  }
  storage.open(schema, { now: () => clock.now(), sleep })
  queue.open({ storage, schema, clock })
  const workers = new Workers(engine, assembly)
  const scope = (actor: Actor) => facade(engine, callerOf(engine, engine.base, actor)) as Scope<InstanceOf<P, X, L>>
  return {
    as: (input) => scope(actorOf(engine, input)),
    asSystem: (input) => scope(systemOf(engine, input)),
    on: (type, listener) => engine.fanout.on(type as string, listener as (fact: Fact) => void),
    async migrate(how = {}) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      const all = await migrations()
      const report = await migrate(storage, schema, all, clock, how)
      if (how.dryRun === true) return report
      known = true
      if (rollups.all.length > 0 && report.applied.length > 0)
        await (await import('./operation/rollup/upkeep.ts')).buildNew(engine, all, report.applied)
      return report
    },
    async uninstall(plugin, how = {}) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      const told = { newId: engine.newId, at: formatInstant(clock.now()) }
      await migrated()
      const { uninstall } = await import('./plugin/uninstall.ts')
      const report = await uninstall(storage, assembly, plugin['~definition'], how, told)
      if (how.dryRun !== true && plugin['~definition'].rollups.length > 0)
        await (await import('./worker/up-to-date.ts')).bringUpToDate(engine)
      return report
    },
    async compact() {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      if (storage.compact === undefined)
        throw new CrmError('STORAGE_CAPABILITY_MISSING', { details: { capability: 'compact' } })
      await storage.compact()
    },
    async check() {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      const owners = new Set(assembly.definitions.map(({ id }) => id))
      const { check } = await import('./check/index.ts')
      return check({ engine, migrations: await migrations(), owners })
    },
    async rebuildSearch() {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      await migrated()
      await rebuildSearch(storage, schema)
    },
    async rebuildRollups(names) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      await migrated()
      const { rebuild } = await import('./operation/rollup/upkeep.ts')
      return rebuild(engine, names)
    },
    async verifyRollups(names) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      await migrated()
      const { verify } = await import('./operation/rollup/upkeep.ts')
      return verify(engine, names)
    },
    describe: () => describe(engine, assembly.definitions),
    async work(how = {}) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      await workers.work(how)
    },
    async tick(how = {}) {
      if (closed) throw new CrmError('CLOSED', { hint: 'Make a new instance.' })
      return workers.tick(how)
    },
    async close() {
      if (closed) return
      const stopping = workers.stop()
      if (stopping !== undefined) await stopping
      closed = true
      await queue.close?.()
      await storage.close()
    },
  }
}

function actorOf(engine: Engine, input: ActorInput): Actor {
  if (typeof input?.user !== 'string' || input.user === '' || !Array.isArray(input.roles)) {
    throw new CrmError('ACTOR_REQUIRED', { details: { path: 'user' }, hint: 'Call crm.as({ user, roles }).' })
  }
  checkText('user', input.user)
  return {
    type: 'user',
    user: input.user,
    roles: [...input.roles],
    tenant: tenantOf(engine, input.tenant),
    reason: undefined,
  }
}

function systemOf(engine: Engine, input: SystemInput): Actor {
  if (typeof input?.reason !== 'string' || input.reason === '') {
    throw new CrmError('ACTOR_REQUIRED', { details: { path: 'reason' }, hint: 'Say why: crm.asSystem({ reason }).' })
  }
  checkText('reason', input.reason)
  return { type: 'system', user: 'system', roles: [], tenant: tenantOf(engine, input.tenant), reason: input.reason }
}

function tenantOf(engine: Engine, tenant: string | undefined): string {
  if (engine.tenant !== undefined) {
    if (tenant !== undefined && tenant !== engine.tenant)
      throw invalid('tenant', 'this instance has one tenant', "Use createCrm({ tenancy: 'multi' }).")
    return engine.tenant
  }
  if (typeof tenant !== 'string' || tenant === '')
    throw new CrmError('TENANT_REQUIRED', { details: { path: 'tenant' }, hint: 'Give the tenant of the actor.' })
  checkText('tenant', tenant)
  if (tenant === everywhere) throw invalid('tenant', `expected another name than ${everywhere}`)
  return tenant
}

/** It is stored with every record, under indexes: they take no text of any length. */
function checkText(path: string, text: string): void {
  if (text.length > 255 || !isSound(text)) throw invalid(path, 'expected 1 to 255 characters')
}

const silent: Logger = { warn: () => undefined, error: () => undefined }
