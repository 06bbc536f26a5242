import type { Row } from '@guanxi/core'
import { columnTypeOf, customFieldsOf, type EntityIR, type FieldIR, ownName } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import { id, type Sql, sql } from '../fragment.ts'
import type { Node } from './node.ts'

/** A column of a result: its name, its expression and how its values are read. */
export interface Output {
  readonly name: string
  readonly column: Sql
  readonly decode: ((value: unknown) => unknown) | undefined
}

/** A field as a result's column; names are ours, so that no two are the same. */
export function outputOf(dialect: Dialect, name: string, column: Sql, field: FieldIR): Output {
  const type = columnTypeOf(field.kind)
  return { name, column: dialect.output(column, type), decode: dialect.codec(type).decode }
}

/** The columns that make a record. */
export function recordOutputs(dialect: Dialect, node: Node): readonly Output[] {
  return [...node.entity.fields.values()].map((field, i) => outputOf(dialect, `f${i}`, node.column(field), field))
}

export const selectList = (outputs: readonly Output[]): readonly Sql[] =>
  outputs.map(({ name, column }) => sql`${column} as ${id(name)}`)

const none = Object.freeze({})

/** Reads a record from the columns of {@link recordOutputs}, which come first in the row. */
export function recordReader(entity: EntityIR, outputs: readonly Output[]): (row: readonly unknown[]) => Row {
  const names = [...entity.fields.keys()].map((name) => ownName(name) ?? name)
  const own = customFieldsOf(entity).length
  const fixed = names.length - own
  const decoders = outputs.map(({ decode }) => decode)
  const full = entity.keeping === 'full'
  return (values) => {
    const record: Record<string, unknown> = {}
    const put = (into: Record<string, unknown>, i: number) => {
      const value = values[i]
      const decode = decoders[i]
      into[names[i] as string] = decode === undefined || value === null ? value : decode(value)
    }
    for (let i = 0; i < fixed; i++) put(record, i)
    if (!full) return record
    // A tenant's own fields come last.
    const custom: Record<string, unknown> = own === 0 ? none : {}
    for (let i = fixed; i < names.length; i++) put(custom, i)
    record.custom = custom
    return record
  }
}
