import type { EntityIR, FieldIR, Row } from './schema.ts'

/**
 * The owner of the fields that tenants define at run time.
 *
 * @example
 * const own = [...entityOf(schema, 'company').fields.values()].filter(({ owner }) => owner === customOwner)
 */
export const customOwner = 'custom'

const prefix = `${customOwner}.`

/**
 * A tenant's own field as schemas, grants and paths name it: `custom.purchaseCycleDays`. In records it stands under `custom`.
 *
 * @example
 * customName('purchaseCycleDays') // custom.purchaseCycleDays
 */
export const customName = (name: string): string => prefix + name

/**
 * The name that the tenant gave, or undefined for fields of the code.
 *
 * @example
 * ownName('custom.purchaseCycleDays') // purchaseCycleDays
 * ownName('name') // undefined
 */
export function ownName(field: string): string | undefined {
  return field.startsWith(prefix) ? field.slice(prefix.length) : undefined
}

/**
 * The tenant's own fields of an entity.
 *
 * @example
 * const names = customFieldsOf(entityOf(schema, 'company')).map(({ name }) => ownName(name))
 */
export function customFieldsOf(entity: EntityIR): readonly FieldIR[] {
  return entity.overlay === undefined ? [] : [...entity.fields.values()].filter(({ owner }) => owner === customOwner)
}

/**
 * What a record has under the name of a field.
 *
 * @example
 * valueIn({ name: 'Acme', custom: { size: 3 } }, 'custom.size') // 3
 */
export function valueIn(row: Row, field: string): unknown {
  const own = ownName(field)
  return own === undefined ? row[field] : (row.custom as Row | undefined)?.[own]
}

/** The names of the fields that a record has values for. */
export function fieldNamesIn(row: Row): readonly string[] {
  return Object.keys(row).flatMap((name) =>
    name === customOwner ? Object.keys((row.custom as Row | undefined) ?? {}).map(customName) : [name],
  )
}

/**
 * The same record with other values under the names of fields.
 *
 * @example
 * withValues({ name: 'Acme' }, [['custom.size', 3]]) // { name: 'Acme', custom: { size: 3 } }
 */
export function withValues(row: Row, values: Iterable<readonly [field: string, value: unknown]>): Row {
  const whole: Record<string, unknown> = { ...row }
  let custom: Record<string, unknown> | undefined
  for (const [field, value] of values) {
    const own = ownName(field)
    if (own === undefined) whole[field] = value
    else {
      custom ??= { ...(row.custom as Row | undefined) }
      custom[own] = value
    }
  }
  return custom === undefined ? whole : { ...whole, custom }
}

/** The same record without what is hidden: those fields are null. */
export function without(row: Row, hidden: Iterable<string>): Row {
  return withValues(
    row,
    [...hidden].map((name) => [name, null] as const),
  )
}

/** An input whose keys are names of fields alone: `{ 'custom.days': 30 }` for `{ custom: { days: 30 } }`. */
export function flat(input: Row): Row {
  const { custom, ...others } = input
  if (typeof custom !== 'object' || custom === null) return input
  const rest: Record<string, unknown> = { ...others }
  for (const [name, value] of Object.entries(custom)) rest[customName(name)] = value
  return rest
}

/** The way back from {@link flat}. */
export function nested(input: Row): Row {
  const own = Object.entries(input).filter(([name]) => ownName(name) !== undefined)
  if (own.length === 0) return input
  const rest = Object.entries(input).filter(([name]) => ownName(name) === undefined)
  return withValues(Object.fromEntries(rest), own)
}
