import { CrmError } from '../error/index.ts'
import type { Entity } from './entity.ts'
import type { CurrencyIR, FieldIR, OneIR, ReportIR } from './schema.ts'

type FieldsIR = ReadonlyMap<string, FieldIR>

/** Where the currency of each amount stands. An amount that names no field of its own has the currency of its owner. */
export function currenciesOf(fields: FieldsIR, owner: OneIR | undefined, owners: FieldsIR | undefined) {
  const currencies = new Map<string, CurrencyIR>()
  for (const { name, kind, currency = 'currency' } of fields.values()) {
    if (kind !== 'money') continue
    const own = fields.get(currency)
    const its = owners?.get(currency)
    if (own !== undefined) currencies.set(name, { hops: [], field: own })
    else if (owner !== undefined && its !== undefined) currencies.set(name, { hops: [owner], field: its })
  }
  return currencies
}

/** What `reported` made of the entity's fields, checked; and who may not read the amounts does not read them from it. */
export function reportOf(entity: Entity, fields: Map<string, FieldIR>): ReportIR | undefined {
  const unsound = (problem: string) => new CrmError('SCHEMA_INVALID', { details: { problem } })
  const currencies = new Set<FieldIR>()
  const reports: FieldIR[] = []
  for (const field of [...fields.values()]) {
    if (field.report === undefined) continue
    const amount = fields.get(field.report)
    const currency = fields.get(amount?.currency ?? 'currency')
    if (amount?.kind !== 'money' || currency === undefined)
      throw unsound(`${entity.name}.${field.name} reports ${field.report}, which is no amount with a currency`)
    currencies.add(currency)
    const told = { ...field, from: [field.report, currency.name] }
    fields.set(field.name, told)
    reports.push(told)
  }
  const [currency, other] = currencies
  if (currency === undefined) return undefined
  if (other !== undefined) throw unsound(`${entity.name} reports amounts of two currencies: one record has one rate`)
  for (const name of ['reportRate', 'reportRateAt']) {
    const field = fields.get(name)
    if (field !== undefined) fields.set(name, { ...field, from: [currency.name] })
  }
  const at = entity.reportedAt === undefined ? undefined : fields.get(entity.reportedAt)
  if (entity.reportedAt !== undefined && at?.kind !== 'date' && at?.kind !== 'datetime')
    throw unsound(`${entity.name} reports at ${entity.reportedAt}, which is no day or instant`)
  return { fields: reports, currency, at }
}
