import { invalid } from '../../error/index.ts'
import { checkedValue } from '../../operation/index.ts'
import { fieldOfStored, type StoredField } from '../../overlay/index.ts'
import { isSound } from '../../query/index.ts'
import type { Schema } from '../../schema/index.ts'

const texts = new Set(['string', 'text', 'email', 'phone'])
const measured = new Set(['string', 'text', 'integer', 'number'])
const longest: Readonly<Record<string, number>> = { string: 1000, text: 1_000_000 }
const [mostValues, longestValue] = [200, 255]

/** Refuses what is no definition of a field: `INVALID` with the path. */
export function checkCustomField(field: StoredField, schema: Schema, at: string): void {
  const fail = (name: string, problem: string, hint?: string) =>
    invalid(at === '' ? name : `${at}.${name}`, problem, hint)
  const entity = schema.entities.get(field.entity)
  if (entity === undefined || entity.keeping === 'log' || entity.ownedBy !== undefined)
    throw fail('entity', 'expected the name of an entity with records of its own', 'Such as company or deal.')
  if (!/^[a-z][a-zA-Z0-9]{0,40}$/.test(field.name) || field.name in Object.prototype)
    throw fail('name', 'expected a name such as purchaseCycleDays')
  if (texts.has(field.kind) && (field.class ?? null) === null)
    throw fail('class', 'a text says what it tells about people', 'Give pii, sensitive or plain.')
  checkRange(field, fail)
  checkValues(field, fail)
  const value = field.default ?? null
  if (value !== null)
    checkedValue(fieldOfStored({ ...empty, ...field }), value, at === '' ? 'default' : `${at}.default`)
}

const empty = { class: null, min: null, max: null, values: null, default: null }

type Fail = (name: string, problem: string, hint?: string) => Error

function checkRange({ kind, min = null, max = null }: StoredField, fail: Fail): void {
  for (const [name, limit] of [
    ['min', min],
    ['max', max],
  ] as const) {
    if (limit === null) continue
    if (!measured.has(kind)) throw fail(name, `a ${kind} has no ${name}`)
    const length = longest[kind]
    if (kind !== 'number' && !Number.isSafeInteger(limit)) throw fail(name, 'expected a whole number')
    if (length !== undefined && (limit < 0 || limit > length)) throw fail(name, `expected a length of 0 to ${length}`)
  }
  if (min !== null && max !== null && min > max) throw fail('max', 'is less than min')
}

function checkValues({ kind, values = null }: StoredField, fail: Fail): void {
  if (kind !== 'enum') {
    if (values !== null) throw fail('values', `a ${kind} has no list of values`)
    return
  }
  if (values === null || values.length === 0 || values.length > mostValues)
    throw fail('values', `expected 1 to ${mostValues} values`)
  if (new Set(values).size < values.length) throw fail('values', 'names a value twice')
  if (!values.every((value) => value !== '' && value.length <= longestValue && isSound(value)))
    throw fail('values', `expected texts of 1 to ${longestValue} characters`)
}
