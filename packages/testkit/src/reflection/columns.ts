import type { Description } from '@guanxi/core'
import type { Attack } from './attacks.ts'
import type { FixtureCall } from './fixtures.ts'
import { type JsonSchema, objectsIn, positionsOf, spell, withValue } from './positions.ts'

/** What tables have beside the fields of their entities, and what people who know other systems try. */
const engine = [
  ...['id', 'tenant', 'tenantId', 'tenant_id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'deletedAt', 'extra'],
  ...['$where', '$set', '$or', '__proto__', 'constructor', 'prototype', '', ' ', '*'],
] as const

/** In a condition every field may be named; these are none. */
const neverConditions = [
  '$where',
  '$or',
  'tenant',
  'tenantId',
  'tenant_id',
  'extra',
  '__proto__',
  'constructor',
  '*',
] as const

/**
 * At each object of an input that says which keys it has: every column of the tables of the entity, as fields and as columns
 * are spelled, and with a path, beyond those that belong there.
 */
export function columns(
  call: FixtureCall,
  schema: JsonSchema,
  { entities }: Description,
  resource: string | undefined,
): readonly Attack[] {
  const own = entities.find(({ plural }) => plural === resource)
  const near = new Set(own?.relations.map(({ to }) => to))
  // Its own table, and those of what it owns or is related to.
  const tables = entities.filter(({ name }) => name === own?.name || near.has(name))
  const fields = [...new Set(tables.flatMap((entity) => entity.fields.map(({ name }) => name)))]
  const spelled = fields.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  const [some = 'name'] = own?.fields.filter(({ kind }) => kind === 'string').map(({ name }) => name) ?? []
  const paths = [`${some}.x`, `${some}[0]`, `${some}["x"]`, `[${some}]`, 'custom.x', 'company.tenant', 'lines[0].id']
  const keys = [...new Set([...fields, ...spelled, ...engine, ...paths])]
  const described = new Map(positionsOf(schema, call.input).map((position) => [spell(position.path), position.schema]))
  return objectsIn(call.input).flatMap((path) => {
    const { properties } = described.get(spell(path)) ?? {}
    const wrong = properties === undefined ? (isCondition(path) ? [...neverConditions, ...paths] : []) : keys
    return wrong
      .filter((key) => properties === undefined || !Object.hasOwn(properties, key))
      .map((key): Attack => {
        const input = withValue(call.input, [...path, key], key.startsWith('$') ? '1 = 1' : 'x')
        return { what: `the column ${key} in ${spell(path)}`, call: { ...call, input } }
      })
  })
}

const isCondition = (path: readonly (string | number)[]): boolean => path.length === 1 && path[0] === 'where'
