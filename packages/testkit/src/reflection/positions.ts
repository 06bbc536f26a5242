import type { Row } from '@guanxi/core'

/** What is read of a JSON schema here. */
export interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  /** The entity whose ids stand here. */
  readonly ref?: string
}

export type Path = readonly (string | number)[]

/** A place in the input of an operation. */
export interface Position {
  readonly path: Path
  readonly schema: JsonSchema
  readonly nullable: boolean
  /** The types of values that may stand here as well. */
  readonly also: readonly string[]
}

/** Every place that a schema describes in an input, the first item of each list standing for all. */
export function positionsOf(schema: JsonSchema, input: unknown, path: Path = []): readonly Position[] {
  const some = (schema.anyOf ?? [schema]).filter(({ type }) => type !== 'null')
  const own = some.find(({ type }) => type === typeOf(input)) ?? some[0]
  if (own === undefined) return []
  const also = some.flatMap(({ type }) => (type === undefined || type === own.type ? [] : [type]))
  const nullable = schema.anyOf?.some(({ type }) => type === 'null') ?? false
  const inner = Object.entries(own.properties ?? {}).flatMap(([name, part]) =>
    positionsOf(part, (input as Readonly<Record<string, unknown>> | undefined)?.[name], [...path, name]),
  )
  const items =
    own.items === undefined || !Array.isArray(input) || input.length === 0
      ? []
      : positionsOf(own.items, input[0], [...path, 0])
  return [{ path, schema: own, nullable, also }, ...inner, ...items]
}

/** The type that a JSON schema has for a value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Lists of objects that an input leaves empty, so that what stands inside goes untried. */
export function emptyLists(schema: JsonSchema, input: unknown): readonly Path[] {
  const at = (path: Path) => path.reduce<unknown>((value, key) => (value as Row | undefined)?.[key], input)
  return positionsOf(schema, input)
    .filter(({ schema: { items } }) => items?.properties ?? items?.anyOf?.some(({ properties }) => properties))
    .map(({ path }) => path)
    .filter((path) => !Array.isArray(at(path)) || (at(path) as readonly unknown[]).length === 0)
}

/** Every object in a value. */
export function objectsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value)
  const own = Array.isArray(value) ? [] : [path]
  return [...own, ...inner.flatMap(([key, item]) => objectsIn(item, [...path, key]))]
}

/** Every text in a value. */
export function textsIn(value: unknown, path: Path = []): readonly { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  const inner = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value)
  return inner.flatMap(([key, item]) => textsIn(item, [...path, key]))
}

/** A copy of an input with another value at a place; even a key that objects have by nature becomes an own one. */
export function withValue(input: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  const copy: object = Array.isArray(input) ? [...input] : { ...(input as object) }
  const there = Object.hasOwn(copy, key) ? (copy as Readonly<Record<string | number, unknown>>)[key] : undefined
  Object.defineProperty(copy, key, {
    value: withValue(there, rest, value),
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return copy
}

export const spell = (path: Path): string => (path.length === 0 ? 'the input' : path.join('.'))
