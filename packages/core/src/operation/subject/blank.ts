import { safeParse } from 'zod/v4/core'
import {
  type EntityIR,
  type FieldIR,
  fieldNamesIn,
  isPersonal,
  isText,
  type Row,
  valueIn,
  withValues,
} from '../../schema/index.ts'
import { same } from '../record/change.ts'

/** What stands where a text was that somebody must have. */
export const erasedMark = '[erased]'

/** What a record loses. */
export interface Blank {
  readonly set: Row
  /** Fields that have no value any more. */
  readonly erased: readonly string[]
  /** Fields that must have a value, and have one that says nothing. */
  readonly anonymised: readonly string[]
}

/** The personal fields of an entity: those of plugins and tenants too. */
export const personalFields = ({ fields }: EntityIR): readonly FieldIR[] => [...fields.values()].filter(isPersonal)

/** What is to be set in a record so that nothing personal is left in it; undefined when nothing is. */
export function blankOf(entity: EntityIR, row: Row): Blank | undefined {
  const set: Record<string, unknown> = {}
  for (const field of personalFields(entity)) {
    const value = neutral(field, row)
    if (!same(valueIn(row, field.name) ?? null, value)) set[field.name] = value
  }
  // Without a name it could not be written any more: whoever hands over all records of a colleague would be refused.
  const name = nameOf(entity, { ...row, ...set })
  if (name !== undefined && row[name] !== erasedMark) set[name] = erasedMark
  else if (name !== undefined) delete set[name]
  const names = Object.keys(set)
  if (names.length === 0) return undefined
  return {
    set,
    erased: names.filter((key) => set[key] === null),
    anonymised: names.filter((key) => set[key] !== null),
  }
}

/** The text that stands for a record which would have no identity left. */
function nameOf({ identity, fields }: EntityIR, row: Row): string | undefined {
  if (identity.some((name) => (row[name] ?? null) !== null)) return undefined
  return identity.find((name) => fields.get(name)?.kind === 'string' && fields.get(name)?.unique !== true)
}

/** The value of a field that says nothing: null where it may be. */
function neutral(field: FieldIR, row: Row): unknown {
  if (field.nullable) return null
  switch (field.kind) {
    case 'json':
      return [{}, [], '', 0, false].find((value) => !field.schema || safeParse(field.schema(), value).success) ?? {}
    case 'ref':
      return row[field.name]
    case 'enum':
      return field.values?.[0]
    case 'boolean':
      return false
    case 'date':
      return '1970-01-01'
    case 'datetime':
      return '1970-01-01T00:00:00.000Z'
    default:
      if (!isText(field)) return field.min ?? 0
      return field.unique === true ? `${erasedMark} ${row.id}` : erasedMark
  }
}

/** A record as a document tells of it, without what is personal and without what nobody can name. */
export function marked(entity: EntityIR, document: Row): Row {
  const personal = fieldNamesIn(document).filter((name) => !isPlain(entity, name))
  return withValues(
    document,
    personal.map((name) => [name, mark(valueIn(document, name))]),
  )
}

/** Whether a field is known to say nothing about a person. */
export function isPlain({ fields }: EntityIR, name: string): boolean {
  const field = fields.get(name)
  return field !== undefined && !isPersonal(field)
}

/** That there was a value, and not which. */
export const mark = (value: unknown): unknown => (value === null || value === undefined ? null : erasedMark)
