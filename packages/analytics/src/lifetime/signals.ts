import { CrmError, invalid, isCrmError, type Warning } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import { keyOf } from './customer.ts'

/**
 * What else tells that a customer may leave: records of any entity that match, such as open complaints. `company` and `contact`
 * name the fields that say whose it is, at least one of them.
 *
 * @example
 * const complaint: RiskSignal = {
 *   code: 'overdue_task',
 *   entity: 'task',
 *   where: { closedAt: null },
 *   company: 'companyId',
 *   contact: 'contactId',
 *   weight: 0.3,
 * }
 */
export interface RiskSignal {
  /** Lower case with underscores; reasons have it. */
  readonly code: string
  /** Singular, as in roles. */
  readonly entity: string
  readonly where: Readonly<Record<string, unknown>>
  readonly company?: string
  readonly contact?: string
  /** Which part of the way to certainty it goes: above 0, at most 1. */
  readonly weight: number
}

/** Refuses what cannot be a signal, before there is a database. */
export function checkSignals(signals: readonly RiskSignal[]): readonly RiskSignal[] {
  for (const [i, { code, company, contact, weight }] of signals.entries()) {
    const path = `signals.${i}`
    if (!/^[a-z][a-z0-9_]*$/.test(code)) throw invalid(`${path}.code`, 'expected lower case with underscores')
    if (signals.findIndex((one) => one.code === code) < i) throw invalid(`${path}.code`, `${code} is there twice`)
    if ((company ?? contact) === undefined) throw invalid(path, 'expected the field of a company or of a contact')
    if (!(weight > 0 && weight <= 1)) throw invalid(`${path}.weight`, 'expected a number above 0 and at most 1')
  }
  return signals
}

export interface Found {
  readonly code: string
  /** How many records match. */
  readonly n: number
  readonly weight: number
}

export interface Signalled {
  of(customer: Customer): readonly Found[]
  readonly warnings: readonly Warning[]
}

/** The customers with a signal, among the records that the actor may read. */
export async function signalled(inside: Inside, signals: readonly RiskSignal[]): Promise<Signalled> {
  const found = new Map<string, Found[]>()
  const warnings: Warning[] = []
  for (const signal of signals) {
    const { code, weight } = signal
    const readable = await countInto(found, inside, signal).catch((error: unknown) => {
      if (isCrmError(error, 'FORBIDDEN')) return false
      throw error
    })
    if (!readable) warnings.push({ code: 'signal_not_readable', signal: code, weight })
  }
  return { of: (customer) => found.get(keyOf(customer)) ?? [], warnings }
}

async function countInto(found: Map<string, Found[]>, inside: Inside, signal: RiskSignal): Promise<true> {
  const { code, weight, company, contact, where } = signal
  const records = recordsOf(inside, signal)
  const read = async (kind: Customer['kind'], field: string, rest: object) => {
    for await (const [id, n] of counts(records, field, { and: [where, rest] })) {
      const key = keyOf({ kind, id })
      found.set(key, [...(found.get(key) ?? []), { code, n, weight }])
    }
  }
  if (company !== undefined) await read('company', company, {})
  if (contact !== undefined) await read('contact', contact, company === undefined ? {} : { [company]: null })
  return true
}

/** As many groups as an aggregate answers. */
const most = 10_000

async function* counts(records: Counting, field: string, where: object): AsyncGenerator<[string, number]> {
  for (let after = ''; ; ) {
    const rows = await records.aggregate({
      where: { and: [where, { [field]: { gt: after } }] },
      groupBy: { customer: field },
      measures: { n: { fn: 'count' } },
      orderBy: { customer: 'asc' },
      limit: most,
    })
    for (const { customer, n } of rows) {
      after = String(customer)
      yield [after, Number(n)]
    }
    if (rows.length < most) return
  }
}

/** What is asked of a resource whose entity nobody knows before. */
interface Counting {
  aggregate(query: object): Promise<readonly Readonly<Record<string, unknown>>[]>
}

const isCounting = (one: unknown): one is Counting =>
  typeof one === 'object' && one !== null && typeof Reflect.get(one, 'aggregate') === 'function'

/** The actor's own façade of the entity. */
function recordsOf(
  { crm, schema, checkQuery }: Inside,
  { code, entity, where, company, contact }: RiskSignal,
): Counting {
  const known = schema.entities.get(entity)
  const problem = (text: string) =>
    new CrmError('PLUGIN_INVALID', { details: { plugin: 'analytics', problem: `the signal ${code} ${text}` } })
  if (known === undefined) throw problem(`is of ${entity}, which is not defined`)
  for (const field of [company, contact])
    if (field !== undefined && !known.fields.has(field)) throw problem(`names ${field}, which ${entity} does not have`)
  checkQuery(entity, { where })
  const records: unknown = Reflect.get(crm, known.plural)
  if (!isCounting(records)) throw problem(`is of ${entity}, which has no figures`)
  return records
}
