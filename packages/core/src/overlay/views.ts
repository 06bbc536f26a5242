import { CrmError, isCrmError } from '../error/index.ts'
import { type Registered, selectOf, type View, type Views } from '../operation/index.ts'
import type { Expectation } from '../query/index.ts'
import { type EntityIR, entityOf, type Schema } from '../schema/index.ts'
import { isUnexpected, type Session, type StorageAdapter, type Transaction, unexpected } from '../storage/index.ts'
import type { Logger } from '../time/index.ts'
import { type Complain, type Ground, viewOf } from './build.ts'
import { contentsOf } from './load.ts'
import { isOpen } from './pipelines.ts'
import { withRemoved } from './removed.ts'

/** So many views a process keeps. */
const mostKept = 1000

/** The one row of a tenant's that has the version of what is his own. */
const id = 'overlay'

/** Commands of these resources change what views are made of. */
const changing: ReadonlySet<string> = new Set([
  'customFields',
  'pipelines',
  'tenantPipelines',
  'policies',
  'members',
  'ownershipCaps',
])

/** Keeps the views of tenants who have something of their own; all the others go by the code's, and pay nothing. */
export class TenantViews implements Views {
  readonly #ground: Ground
  readonly #storage: StorageAdapter
  readonly #logger: Logger
  readonly #overlay: EntityIR
  /** In the order of use. */
  readonly #kept = new Map<string, View>()

  constructor(ground: Ground, storage: StorageAdapter, logger: Logger) {
    this.#ground = ground
    this.#storage = storage
    this.#logger = logger
    this.#overlay = entityOf(ground.base.schema, 'overlay')
  }

  of(tenant: string): View {
    const kept = this.#kept.get(tenant)
    if (kept === undefined) return this.#ground.base
    this.#kept.delete(tenant)
    this.#kept.set(tenant, kept)
    return kept
  }

  keep(tenant: string, view: View): void {
    this.#kept.delete(tenant)
    // Not to know a tenant is to take him for one without anything of his own, until the database says otherwise.
    if (view.version === 0) return
    this.#kept.set(tenant, view)
    if (this.#kept.size <= mostKept) return
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest)
      return
    }
  }

  expectation(tenant: string, view: View, operation: Registered): Expectation {
    const entity = this.#overlay
    if (view.version > 0) {
      const lock = changes(operation) ? { lock: 'update' as const } : {}
      return { entity, tenant, match: { id, version: view.version }, there: true, ...lock }
    }
    // A row that is not there cannot be held. Who puts records into stages that may go must be waited for all the same.
    const hold = this.#placesRecords(operation) ? { hold: nameOf(tenant) } : {}
    return { entity, tenant, match: { id }, there: false, ...hold }
  }

  async load(tenant: string, inside: Transaction | undefined, known: View): Promise<View> {
    return this.#load(tenant, inside, known, (problem) =>
      this.#logger.error('something of a tenant’s own is not sound any more', { tenant, problem: problem.message }),
    )
  }

  withRemoved(tenant: string, session: Session, { schema }: View): Promise<Schema> {
    return withRemoved(session, tenant, this.#ground.base.schema, schema)
  }

  async change(tenant: string, tx: Transaction, known: View): Promise<View> {
    await tx.lock(nameOf(tenant))
    if ((await this.#version(tenant, tx)) !== known.version) throw unexpected()
    const entity = this.#overlay
    const version = known.version + 1
    await tx.write([
      known.version === 0
        ? { type: 'insert', entity, tenant, rows: [{ id, version }] }
        : { type: 'update', entity, tenant, rows: [{ match: { id }, set: { version } }] },
    ])
    return this.#load(tenant, tx, known, refuse)
  }

  async #load(tenant: string, inside: Transaction | undefined, known: View, complain: Complain): Promise<View> {
    const { base } = this.#ground
    const session = inside ?? this.#storage.session
    for (let attempt = 1; ; attempt++) {
      const version = await this.#version(tenant, inside)
      if (version === known.version) return known
      if (version === 0) return base
      // In a transaction the row is locked.
      const expect = { entity: this.#overlay, tenant, match: { id, version }, there: true }
      try {
        const contents = await contentsOf(session, base.schema, tenant, inside === undefined ? expect : undefined)
        return viewOf(this.#ground, version, contents, complain)
      } catch (error) {
        if (!isUnexpected(error) || attempt === 5) throw error
      }
    }
  }

  async #version(tenant: string, inside: Transaction | undefined): Promise<number> {
    const where = { node: 'compare', field: this.#overlay.fields.get('id'), op: 'eq', value: id } as const
    const { field } = where
    if (field === undefined) throw new TypeError('overlay has no id')
    const lock = inside === undefined ? {} : { lock: 'share' as const }
    const query = selectOf(this.#overlay, tenant, { where: { ...where, field }, limit: 1, ...lock })
    const [found] = await (inside ?? this.#storage.session).select(query)
    return Number(found?.row.version ?? 0)
  }

  #placesRecords({ entity, contract }: Registered): boolean {
    if (entity?.staged !== true || contract.kind === 'query') return false
    return isOpen(this.#ground.base.pipelines, entity.name)
  }
}

/** The name that changes of a tenant's own are made under. */
const nameOf = (tenant: string): string => `${tenant}/overlay`

const changes = ({ resource, contract, entity }: Registered): boolean =>
  contract.kind === 'command' && (changing.has(resource) || entity?.remembered === true)

const places: Readonly<Record<string, string>> = { ROLE_INVALID: 'grants', PIPELINE_INVALID: 'stages' }

/** What does not fit together is not stored. */
function refuse(problem: CrmError): never {
  if (!isCrmError(problem) || problem.status < 500) throw problem
  throw new CrmError('INVALID', {
    details: { path: places[problem.code] ?? '', problem: problem.message.replace(/\.$/, '') },
    cause: problem,
    hint: problem.hint ?? 'Change what uses it first.',
  })
}
