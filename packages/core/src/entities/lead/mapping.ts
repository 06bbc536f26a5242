import { invalid } from '../../error/index.ts'
import { type FieldIR, type Row, type Schema, valueIn } from '../../schema/index.ts'

/** What a lead becomes. */
export type Target = 'company' | 'contact' | 'deal'
const targets: readonly Target[] = ['company', 'contact', 'deal']

/** Where the core's own fields of a lead go. */
const usual: Readonly<Record<string, readonly string[]>> = {
  name: ['contact.name'],
  title: ['contact.title'],
  phone: ['contact.phone'],
  email: ['contact.email'],
  companyName: ['company.name'],
  region: ['company.region', 'contact.region'],
  city: ['company.city', 'contact.city'],
  amount: ['deal.amount'],
  currency: ['deal.currency'],
}

/** The values that a lead gives to the records made of it. Fields that are not the core's go to those of the same name. */
export function valuesOf(
  lead: Row,
  schema: Schema,
  map: Readonly<Record<string, string | null>>,
): Readonly<Record<Target, Row>> {
  const values: Record<Target, Record<string, unknown>> = { company: {}, contact: {}, deal: {} }
  const fields = schema.entities.get('lead')?.fields
  checkMap(schema, map)
  for (const field of fields?.values() ?? []) {
    const value = valueIn(lead, field.name) ?? null
    if (value === null || field.system || field.mode === 'generated') continue
    for (const place of map[field.name] === undefined
      ? (usual[field.name] ?? alike(schema, field))
      : [map[field.name]]) {
      const [target, name] = placeOf(place)
      if (target !== undefined) values[target][name] = value
    }
  }
  return values
}

/** The places of a field that somebody else has given the lead. */
function alike(schema: Schema, { owner, name, kind }: FieldIR): readonly string[] {
  if (owner === 'core') return []
  return targets.flatMap((target) =>
    schema.entities.get(target)?.fields.get(name)?.kind === kind ? [`${target}.${name}`] : [],
  )
}

/** `deal.amount` as the entity and the field. */
function placeOf(place: string | null | undefined): readonly [Target | undefined, string] {
  const [, entity, name = ''] = /^([^.]+)\.(.+)$/.exec(place ?? '') ?? []
  return [targets.find((target) => target === entity), name]
}

/** Every field that is mapped is one of a lead, and goes to one that can be given. */
function checkMap(schema: Schema, map: Readonly<Record<string, string | null>>): void {
  for (const [name, place] of Object.entries(map)) {
    const at = `map.${name}`
    const from = schema.entities.get('lead')?.fields.get(name)
    if (from === undefined || from.system || from.mode === 'generated') throw invalid(at, 'is no field of a lead')
    if (place === null) continue
    const [target, field] = placeOf(place)
    const to = target && schema.entities.get(target)?.fields.get(field)
    if (to === undefined || to.system || to.mode === 'generated')
      throw invalid(at, 'expected a field of a company, contact or deal', 'Such as deal.amount.')
  }
}
