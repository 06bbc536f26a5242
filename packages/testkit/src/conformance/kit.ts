import assert from 'node:assert/strict'
import { type FieldKind, isCrmError, type Row, type StorageAdapter } from '@guanxi/core'
import {
  type Condition,
  checkWhere,
  type EntityIR,
  entityOf,
  type QueryContext,
  type Schema,
  type SelectQuery,
  type Session,
  sleep,
  type Write,
  ZoneTables,
} from '@guanxi/core/storage'
import { type Answer, ask } from '../fuzz/ask.ts'
import type { AccessRules, Bin, Json, RawAggregate } from '../oracle/index.ts'
import type { FreshStorage } from './suite.ts'

/** Values that required fields have where a case says nothing. */
const plain: Readonly<Record<FieldKind, unknown>> = {
  string: 'x',
  text: 'x',
  integer: 0,
  number: 0,
  boolean: false,
  date: '2026-01-01',
  datetime: '2026-01-01T00:00:00.000Z',
  money: 0,
  email: 'x@example.com',
  phone: '1',
  enum: 'mid',
  ref: 'x',
  json: {},
}

interface Asking {
  readonly now?: string
  readonly zone?: string
  readonly access?: AccessRules | null
  readonly bin?: Bin
}

/** A storage as the cases use it: rows with defaults go in, queries are plain JSON, answers are ids. */
export class Kit {
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly fresh: FreshStorage
  /** Of this case alone. */
  readonly tenant: string
  readonly #zones = new ZoneTables()

  constructor(fresh: FreshStorage, schema: Schema, tenant: string) {
    this.storage = fresh.storage
    this.schema = schema
    this.fresh = fresh
    this.tenant = tenant
  }

  entity(name: string): EntityIR {
    return entityOf(this.schema, name)
  }

  context({ now = '2026-03-30T21:30:00.000Z', zone = 'UTC' }: Asking = {}): QueryContext {
    return { schema: this.schema, now: Date.parse(now), zone, actor: { user: 'me' }, zones: this.#zones }
  }

  /** A whole row: what is not given is plain. */
  row(name: string, given: Row): Row {
    const fields = [...this.entity(name).fields.values()]
    const defaults = fields.map((f) => [f.name, f.nullable ? null : f.name === 'version' ? 1 : plain[f.kind]])
    return { ...Object.fromEntries(defaults), ...given }
  }

  insertOf(name: string, rows: readonly Row[], tenant = this.tenant): Extract<Write, { type: 'insert' }> {
    return { type: 'insert', entity: this.entity(name), tenant, rows: rows.map((row) => this.row(name, row)) }
  }

  async insert(name: string, rows: readonly Row[], tenant = this.tenant): Promise<void> {
    await this.storage.session.write([this.insertOf(name, rows, tenant)])
  }

  condition(name: string, where: Json): Condition {
    return checkWhere(where, this.entity(name), this.context())
  }

  /** The ids that a query gives, page after page, as one text. */
  async ids(
    name: string,
    where: Json,
    more: Asking & { orderBy?: Json | readonly Json[]; limit?: number } = {},
  ): Promise<string> {
    return idsOf(await this.rows(name, where, more))
  }

  async rows(name: string, where: Json, more: Asking & { orderBy?: Json | readonly Json[]; limit?: number } = {}) {
    const { orderBy = {}, limit = 200, bin = 'without', zone = 'UTC', access = null } = more
    const of = { type: 'select', entity: name, where, orderBy, limit, bin, zone, access } as const
    return rowsOf(await ask(this.storage, this.tenant, of, this.context(more)))
  }

  /** The groups of an aggregate. */
  async groups(name: string, query: Omit<RawAggregate, 'bin'>, more: Asking = {}): Promise<readonly Row[]> {
    const { bin = 'without', zone = 'UTC', access = null } = more
    const of = { type: 'aggregate', entity: name, query, bin, zone, access } as const
    return rowsOf(await ask(this.storage, this.tenant, of, this.context(more)))
  }

  /** A select by hand, for what only the port can say. */
  select(name: string, parts: Partial<SelectQuery> = {}): SelectQuery {
    const entity = this.entity(name)
    const id = entity.fields.get('id')
    assert(id !== undefined)
    const orderBy = [{ path: { hops: [], field: id }, direction: 'asc' }] as const
    const base = { entity, tenant: this.tenant, access: null, where: { node: 'and', all: [] }, bin: 'without' } as const
    return { ...base, orderBy, limit: 200, after: null, ...parts }
  }

  /** The ids of this tenant's rows, as somebody sees them there. */
  async seen(session: Session, name: string): Promise<string> {
    return idsOf((await session.select(this.select(name))).map(({ row }) => row))
  }
}

export const idsOf = (rows: readonly Row[]): string => rows.map((row) => row.id).join(' ')

function rowsOf(answer: Answer): readonly Row[] {
  assert(!('error' in answer))
  return answer
}

/** Fails unless a CrmError of this code is thrown; gives it back. */
export async function refuses(code: string, run: () => Promise<unknown>) {
  try {
    await run()
  } catch (error) {
    if (isCrmError(error, code)) return error
    throw error
  }
  return assert.fail(`${code} was not thrown`)
}

/** Whether a promise is still waiting after some turns of the event loop. */
export async function isWaiting(promise: Promise<unknown>, ms = 50): Promise<boolean> {
  const waiting = Symbol('waiting')
  const late = sleep(ms).then(() => waiting)
  return (await Promise.race([promise.catch(() => undefined), late])) === waiting
}
