import type { Row } from '@guanxi/core'
import { compareValues, type EntityIR, entityOf, type FieldIR, fold, matches, valueIn } from '@guanxi/core/storage'
import type { Json, View } from './view.ts'

/**
 * A search as plain JSON.
 *
 * @example
 * const search: RawSearch = { text: '王芳 精工', where: { city: '上海' } }
 */
export interface RawSearch {
  readonly text: string
  readonly where?: Json
}

/** A record that a text finds, and how. */
export interface Found {
  readonly match: 'exact' | 'prefix' | 'part'
  readonly row: Row
}

const order = ['exact', 'prefix', 'part'] as const

/**
 * All hits of a search, the best first: what its pages must add up to.
 *
 * @example
 * const idsOf = (view: View, entity: EntityIR, text: string) => searchAll(view, entity, { text }).map(({ row }) => row.id)
 */
export function searchAll(view: View, entity: EntityIR, { text, where = {} }: RawSearch): readonly Found[] {
  const [name] = searchable(entity).filter(({ place }) => place === 'column')
  return view
    .all(entity)
    .filter((row) => matches(where, entity, row, view.world))
    .flatMap((row): readonly Found[] => {
      const match = matchOf(textsOf(view, entity, row), text.trim())
      return match === undefined ? [] : [{ match, row }]
    })
    .toSorted(
      (a, b) =>
        order.indexOf(a.match) - order.indexOf(b.match) ||
        (name === undefined ? 0 : compareValues(a.row[name.name], b.row[name.name])) ||
        compareValues(a.row.id, b.row.id),
    )
}

function matchOf(texts: readonly string[], text: string): Found['match'] | undefined {
  const has = (holds: (value: string) => boolean) => texts.some(holds)
  const digits = digitsOf(text)
  const spellings = [fold(text), ...(digits === undefined ? [] : [digits])]
  const words = text.split(/\s+/u).every((word) => has((value) => value.includes(fold(word))))
  if (!words && !(digits !== undefined && has((value) => value.includes(digits)))) return undefined
  if (spellings.some((spelling) => has((value) => value === spelling))) return 'exact'
  return spellings.some((spelling) => has((value) => value.startsWith(spelling))) ? 'prefix' : 'part'
}

/** The digits of a text that has nothing else in it than what people put between them. */
function digitsOf(text: string): string | undefined {
  const plain = text.normalize('NFKC')
  if (!/^\+?[\d\s()./-]*$/.test(plain)) return undefined
  const digits = plain.replaceAll(/[\s()./-]/g, '').replace(/^00(?=[1-9])/, '+')
  return digits.replace('+', '').length >= 5 ? digits : undefined
}

const searchable = (entity: EntityIR): readonly FieldIR[] =>
  [...entity.fields.values()].filter(({ search }) => search === true)

/** What is searched of a record: its own fields, and those of what it owns, as somebody sees them. */
function textsOf(view: View, entity: EntityIR, row: Row): readonly string[] {
  const own = (of: EntityIR, record: Row) =>
    searchable(of).flatMap((field) => {
      const value = valueIn(record, field.name)
      return typeof value === 'string' ? [fold(value)] : []
    })
  const owned = entity.owns.flatMap((relation) =>
    view.related(relation, row).flatMap((other) => own(entityOf(view.setting.schema, relation.to), other)),
  )
  return [...own(entity, row), ...owned]
}
