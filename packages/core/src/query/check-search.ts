import { invalid } from '../error/index.ts'
import { foldPhone } from '../phone/index.ts'
import { type EntityIR, entityOf, type FieldIR, fieldOf, type Schema } from '../schema/index.ts'
import { always, type Condition, type Literal, type SearchOp, type SortKey } from './ast.ts'
import { checkWhere } from './check-where.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { decodeCursor } from './cursor.ts'
import { tooComplex } from './limits.ts'
import { readCount, readObject, readText } from './read.ts'

/** A checked search for records by a text. */
export interface CheckedSearch {
  readonly where: Condition
  /** The whole text is a field; a field begins with it. The other hits have its words. */
  readonly rank: readonly Condition[]
  readonly orderBy: readonly SortKey[]
  readonly limit: number
  readonly after: readonly (Literal | null)[] | null
  /** What its cursors are bound to: the rank, and then the order. */
  readonly place: { readonly of: { readonly name: string }; readonly keys: readonly SortKey[] }
}

/** Whether records of an entity can be searched for: some field of its own is declared with `.search()`. */
export function isSearchable(entity: EntityIR): boolean {
  return [...entity.fields.values()].some((field) => field.search === true)
}

/**
 * Checks a search as plain JSON. Every word of the text must be in some searchable field of the record or of what it
 * owns; digits with what people put between them are also taken for one number.
 *
 * @example
 * const context: QueryContext = { schema, now: 0, zone: 'UTC', actor: { user: 'u_1' } }
 * const checked: CheckedSearch = checkSearch({ text: '王芳 精工' }, entityOf(schema, 'contact'), context)
 */
export function checkSearch(raw: unknown, entity: EntityIR, context: QueryContext): CheckedSearch {
  const given = readObject(raw, 'query', ['text', 'where', 'limit', 'after'])
  const { page, defaultPage } = limitsOf(context)
  const text = checkText(given.get('text'), context)
  const limit = given.has('limit') ? readCount(given.get('limit'), 'limit', 1) : defaultPage
  if (limit > page) throw tooComplex('limit', `is more than ${page} rows`)
  const asked = given.has('where') ? checkWhere(given.get('where'), entity, context) : always
  const spellings = [...new Set([text, ...numberIn(text)])]
  const anywhere = (op: SearchOp, value: string) => inAnyField(context.schema, entity, op, value)
  const words = text.split(/\s+/u).map((word) => anywhere('contains', word))
  const found = either([{ node: 'and', all: words }, ...numberIn(text).map((digits) => anywhere('contains', digits))])
  const ranked = (op: SearchOp) => either(spellings.map((spelling) => anywhere(op, spelling)))
  const orderBy = orderOf(entity)
  const keys: readonly SortKey[] = [{ path: { hops: [], field: rankField }, direction: 'asc' }, ...orderBy]
  const of = { name: `search of ${entity.name} ${text}` }
  const after = given.get('after') ?? null
  return {
    where: { node: 'and', all: [found, asked] },
    rank: [ranked('same'), ranked('begins')],
    orderBy,
    limit,
    after: after === null ? null : decodeCursor(after, of, keys),
    place: { of, keys },
  }
}

const rankField = { kind: 'integer', mode: 'generated', nullable: false, name: 'rank' } as FieldIR

function checkText(raw: unknown, context: QueryContext): string {
  if (raw === undefined) throw invalid('text', 'is missing', "Such as { text: '王伟' }.")
  const text = readText(raw, 'text').trim()
  if (text === '') throw invalid('text', 'has nothing to search for')
  const { words, letters } = limitsOf(context)
  if (text.length > letters) throw tooComplex('text', `is longer than ${letters} characters`)
  if (text.split(/\s+/u).length > words) throw tooComplex('text', `has more than ${words} words`)
  return text
}

/** A text as the telephone number that it may be. */
function numberIn(text: string): readonly string[] {
  const { number } = foldPhone(text)
  return /^\+?\d{5,}$/.test(number) ? [number] : []
}

/** Some searchable field of the record, or of what it owns, compares so with a text. */
function inAnyField(schema: Schema, entity: EntityIR, op: SearchOp, value: string): Condition {
  const leaves = (of: EntityIR): readonly Condition[] =>
    [...of.fields.values()].flatMap((field) => (field.search ? [{ node: 'compare', field, op, value }] : []))
  const owned = entity.owns.flatMap((relation): readonly Condition[] => {
    const own = leaves(entityOf(schema, relation.to))
    return own.length === 0 ? [] : [{ node: 'many', relation, quantifier: 'some', where: either(own) }]
  })
  return either([...leaves(entity), ...owned])
}

function either(all: readonly Condition[]): Condition {
  const [only] = all
  return all.length === 1 && only !== undefined ? only : { node: 'or', all }
}

/** By the name: the first searchable field. */
function orderOf(entity: EntityIR): readonly SortKey[] {
  const name = [...entity.fields.values()].find(({ search, place }) => search === true && place === 'column')
  return [...(name === undefined ? [] : [name]), fieldOf(entity, 'id')].map((field) => {
    return { path: { hops: [], field }, direction: 'asc' }
  })
}
