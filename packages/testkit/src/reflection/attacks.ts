import type { Description } from '@guanxi/core'
import type { FixtureCall } from './fixtures.ts'
import { type JsonSchema, objectsIn, type Path, positionsOf, spell, textsIn, typeOf, withValue } from './positions.ts'

/** A call that must be refused. */
export interface Attack {
  readonly what: string
  readonly call: FixtureCall
  /** The same with an id that nobody has: it must be answered alike. */
  readonly like?: FixtureCall
  /** It may answer, as long as it is alike. */
  readonly answers?: boolean
}

/** An id that no record has. */
export const nobody = '01890000-0000-7000-8000-ffffffffffff'

const junk: readonly (readonly [string, unknown])[] = [
  ['nope', 1],
  ['__proto__', { admin: true }],
  ['constructor', { prototype: { admin: true } }],
  ['tenant', 'b'],
  ['extra', {}],
]
/** What the engine alone may set. */
const kept: readonly (readonly [string, unknown])[] = [
  ['id', nobody],
  ['createdAt', '2020-01-01T00:00:00.000Z'],
  ['updatedAt', '2020-01-01T00:00:00.000Z'],
  ['version', 9],
  ['deletedAt', null],
  ['custom', {}],
]

/** The ids of two tenants: whose an own one is, and one of the other's. */
export interface Ids {
  entityOf(own: string): string | undefined
  foreign(entity: string): string
}

/**
 * Ids of another tenant in every place where an id is expected: the record called, references that the schema names, and
 * wherever the fixture gives the id of a record.
 */
export function foreignIds(
  call: FixtureCall,
  schema: JsonSchema,
  target: string | undefined,
  ids: Ids,
): readonly Attack[] {
  const named = positionsOf(schema, call.input).flatMap(({ path, schema: { ref } }) => (ref ? [{ path, ref }] : []))
  const given = textsIn(call.input).flatMap(({ path, text }) => {
    const ref = path[0] === 'where' ? undefined : ids.entityOf(text)
    return ref === undefined ? [] : [{ path, ref }]
  })
  const places = new Map([...given, ...named].map((place) => [spell(place.path), place]))
  const inInput = [...places.values()].map(({ path, ref }): Attack => {
    const put = (id: string) => ({ ...call, input: withValue(call.input, path, id) })
    return { what: `a foreign ${ref} at ${spell(path)}`, call: put(ids.foreign(ref)), like: put(nobody) }
  })
  if (call.id === undefined || target === undefined) return inInput
  const record = { call: { ...call, id: ids.foreign(target) }, like: { ...call, id: nobody } }
  return [{ what: `a foreign ${target}`, ...record }, ...inInput]
}

/** Conditions that only records of another tenant satisfy: by their id, and by that of what they are related to. */
export function foreignWheres(
  call: FixtureCall,
  entity: Description['entities'][number],
  { foreign }: Ids,
): readonly Attack[] {
  if (typeof call.input !== 'object' || call.input === null || !Object.hasOwn(call.input, 'where')) return []
  const put = (where: object) => ({ ...call, input: withValue(call.input, ['where'], where) })
  const own: Attack = {
    what: 'where the id is foreign',
    call: put({ id: foreign(entity.name) }),
    like: put({ id: nobody }),
    answers: true,
  }
  const related = entity.relations.map(({ name, to, many }): Attack => {
    const where = (id: string) => put({ [name]: { [many ? 'some' : 'is']: { id } } })
    return { what: `where ${name} is foreign`, call: where(foreign(to)), like: where(nobody), answers: true }
  })
  return [own, ...related]
}

/** Keys that nobody defined, at every depth; and where the schema names its keys, those that the engine sets. */
export function unknownKeys(call: FixtureCall, schema: JsonSchema): readonly Attack[] {
  const described = new Map(positionsOf(schema, call.input).map((position) => [spell(position.path), position.schema]))
  const free = (path: Path) => {
    const at = described.get(spell(path))
    return at !== undefined && at.type === undefined && at.properties === undefined && path.length > 0
  }
  return objectsIn(call.input).flatMap((path) => {
    if (path.some((_, i) => free(path.slice(0, i + 1)))) return []
    const { properties, additionalProperties } = described.get(spell(path)) ?? {}
    const keys = properties === undefined ? junk : [...junk, ...kept].filter(([key]) => !Object.hasOwn(properties, key))
    const wrongly = keys.filter(([key, value]) => key === '__proto__' || !isFor(additionalProperties, value))
    return wrongly.map(([key, value]): Attack => {
      return {
        what: `the key ${key} in ${spell(path)}`,
        call: { ...call, input: withValue(call.input, [...path, key], value) },
      }
    })
  })
}

/** Where any key is allowed: whether this can be its value. */
function isFor(values: JsonSchema['additionalProperties'], value: unknown): boolean {
  if (typeof values !== 'object') return false
  return typeof value === (values.type === 'integer' ? 'number' : values.type)
}

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  string: [5, true, {}, ['x'], { $gt: '' }, { not: null }],
  number: ['x', true, {}, [1], { $gt: 0 }],
  integer: ['x', 1.5, true, {}, [1], { $gt: 0 }],
  boolean: ['yes', 1, {}],
  array: ['x', 5, {}],
  object: ['x', 5, []],
}

/** Values of another type in every place that the schema types. */
export function wrongTypes(call: FixtureCall, schema: JsonSchema): readonly Attack[] {
  return positionsOf(schema, call.input).flatMap(({ path, schema: { type = '' }, nullable, also }) => {
    const values = [...(wrong[type] ?? []), ...(nullable || wrong[type] === undefined ? [] : [null])]
    return values
      .filter((value) => !also.includes(typeOf(value)))
      .map((value): Attack => {
        return {
          what: `${JSON.stringify(value)} at ${spell(path)}`,
          call: { ...call, input: withValue(call.input, path, value) },
        }
      })
  })
}

/** Options that are none, and ids that are none. */
export function wrongCalls(call: FixtureCall): readonly Attack[] {
  const options = [{ nope: 1 }, { dryrun: true }, JSON.parse('{"__proto__":{"dryRun":true}}'), 'x', null]
  const ids = call.id === undefined ? [] : [undefined, null, '', 5, {}, [call.id], { $gt: '' }]
  return [
    ...options.map(
      (given): Attack => ({ what: `options ${JSON.stringify(given)}`, call: { ...call, options: given } }),
    ),
    ...ids.map((id): Attack => ({ what: `the id ${JSON.stringify(id)}`, call: { ...call, id: id as string } })),
  ]
}
