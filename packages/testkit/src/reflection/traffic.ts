import type { Row, StorageAdapter } from '@guanxi/core'
import {
  type AggregateQuery,
  type Condition,
  type Expectation,
  everywhere,
  type Schema,
  type SelectQuery,
  type Session,
  type Transaction,
  type Write,
  type Written,
} from '@guanxi/core/storage'

/** A record that was made: of which entity, for whom. */
interface Made {
  readonly entity: string
  readonly tenant: string
}

/** What passes between an instance and its storage: who is named in it, and what is there afterwards. */
export class Traffic {
  readonly storage: StorageAdapter
  /** The tenant that may be named; anybody, while nobody is said. */
  acting: string | undefined
  /** Every record that was made, by its id. */
  readonly made = new Map<string, Made>()
  #schema: Schema | undefined
  #strays: string[] = []
  #kept: string[] = []

  constructor(storage: StorageAdapter) {
    this.storage = this.#over(storage)
  }

  get schema(): Schema {
    if (this.#schema === undefined) throw new TypeError('the instance does not use the storage that it was given')
    return this.#schema
  }

  /** What named another tenant than the one who acts, since it was last asked. */
  takeStrays(): readonly string[] {
    return this.#strays.splice(0)
  }

  /** What was written and committed, since it was last asked. */
  takeKept(): readonly string[] {
    return this.#kept.splice(0)
  }

  #over(storage: StorageAdapter): StorageAdapter {
    const { session } = storage
    return {
      ...storage,
      open: (schema, environment) => {
        this.#schema = schema
        storage.open(schema, environment)
      },
      session: {
        ...this.#reads(session),
        write: async (batch) => {
          for (const write of batch) this.#writes(write)
          return this.#keeping(batch, await session.write(batch), this.#kept)
        },
      },
      begin: async (options) => this.#inside(await storage.begin(options)),
      join: async (handle) => this.#inside(await storage.join(handle)),
    }
  }

  #reads(session: Session): Omit<Session, 'write'> {
    const asked = <Q extends SelectQuery | AggregateQuery>(query: Q): Q => {
      this.#names('read', query.entity.name, query.tenant, ofIn(query.where))
      if (query.expect !== undefined) this.#expects(query.expect)
      return query
    }
    return {
      select: async (query) => session.select(asked(query)),
      selectMany: async (queries) => session.selectMany(queries.map(asked)),
      aggregate: async (query) => session.aggregate(asked(query)),
      explain: async (query) => session.explain(asked(query)),
    }
  }

  /** Of a transaction, what was not undone when it commits. A proxy: the storage knows its own transactions again. */
  #inside(tx: Transaction): Transaction {
    const written: string[] = []
    const own: Partial<Transaction> = {
      ...this.#reads(tx),
      expect: (expectation) => {
        this.#expects(expectation)
        tx.expect(expectation)
      },
      write: async (batch) => {
        for (const write of batch) this.#writes(write)
        return this.#keeping(batch, await tx.write(batch), written)
      },
      savepoint: async (run) => {
        const before = written.length
        try {
          return await tx.savepoint(run)
        } catch (error) {
          written.length = before
          throw error
        }
      },
      commit: async (batch = []) => {
        for (const write of batch) this.#writes(write)
        const results = this.#keeping(batch, await tx.commit(batch), written)
        this.#kept.push(...written)
        return results
      },
    }
    return new Proxy(tx, {
      get(target, key) {
        const value: unknown = Reflect.get(own, key) ?? Reflect.get(target, key, target)
        return typeof value === 'function' && !Object.hasOwn(own, key) ? value.bind(target) : value
      },
    })
  }

  #keeping(batch: readonly Write[], results: readonly Written[], into: string[]): readonly Written[] {
    for (const [at, write] of batch.entries()) {
      const { type, entity, tenant } = write
      if (!(results[at]?.counts ?? []).some((count) => count > 0)) continue
      into.push(`${type} ${entity.name}`)
      if (write.type === 'insert')
        for (const { id } of write.rows) this.made.set(String(id), { entity: entity.name, tenant })
    }
    return results
  }

  #writes(write: Write): void {
    const { type, entity, tenant } = write
    const rows: readonly Row[] =
      write.type === 'update' ? write.rows.map(({ match, set }) => ({ ...set, ...match })) : write.rows
    if (tenant === everywhere) for (const { of, id } of rows) this.#names(type, entity.name, tenant, of ?? tenantIn(id))
    else this.#names(type, entity.name, tenant)
  }

  #expects({ entity, tenant }: Expectation): void {
    this.#names('expect', entity.name, tenant)
  }

  /** What waits to be done is nobody's by its tenant: there the row itself says whose it is. */
  #names(what: string, entity: string, tenant: string, of?: unknown): void {
    const { acting } = this
    if (acting === undefined || tenant === acting) return
    if (tenant === everywhere && (entity === 'backgroundJob' || entity === 'rollupChange') && of === acting) return
    // Which rollups are built is so for everybody.
    if (tenant === everywhere && entity === 'rollupState' && what === 'read') return
    this.#strays.push(`${what} ${entity} of ${tenant}${of === undefined ? '' : `, ${String(of)}`}`)
  }
}

/** Whose a job is that was enqueued under a key: its id says so. */
function tenantIn(id: unknown): unknown {
  const [, tenant] = /^\[("(?:[^"\\]|\\.)*"),/.exec(String(id)) ?? []
  return tenant === undefined ? undefined : JSON.parse(tenant)
}

/** Whose jobs a condition asks for. */
function ofIn(where: Condition): unknown {
  if (where.node === 'compare' && where.field.name === 'of' && where.op === 'eq') return where.value
  return where.node === 'and' ? where.all.map(ofIn).find((of) => of !== undefined) : undefined
}
