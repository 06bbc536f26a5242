import type { Row, StorageAdapter } from '@guanxi/core'
import { entityOf, type QueryContext, type Schema, ZoneTables } from '@guanxi/core/storage'
import type { Random, SampleRows } from '@guanxi/testkit'
import { ask, pagesOf, partition } from '../../src/fuzz/ask.ts'
import type { AggregateCase, Case, SelectCase } from '../../src/fuzz/case.ts'
import { sampleActor } from '../../src/fuzz/expect.ts'
import type { Json } from '../../src/oracle/index.ts'
import { sampleNow } from '../../src/sample/values.ts'
import { written } from './written.ts'

/** Where queries are asked. */
export interface Place {
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly tenant: string
  /** What is there. */
  readonly rows: SampleRows
}

/** How an answer breaks a law. */
export interface Breach {
  readonly expected: string
  readonly actual: string
}

/** What holds of the answers to a query whatever they are: nobody has to know the right ones. */
export type Law = (place: Place, query: SelectCase, random: Random) => Promise<Breach | undefined>

const zones = new ZoneTables()
export const contextOf = ({ schema }: Place, { zone }: Case): QueryContext => ({
  schema,
  now: sampleNow,
  zone,
  actor: sampleActor,
  zones,
})

const told = (expected: readonly unknown[], actual: readonly unknown[]): Breach | undefined => {
  const [a, b] = [expected.join(' '), actual.join(' ')]
  return a === b ? undefined : { expected: a, actual: b }
}
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => String(id))
const rowsOf = async (place: Place, query: SelectCase) =>
  idsOf((await ask(place.storage, place.tenant, query, contextOf(place, query))) as readonly Row[])

/** rows(P) and rows(not P) are all rows, each once. */
export const partitioned: Law = async (place, query) => {
  const { storage, tenant } = place
  const [yes = [], no = [], all = []] = await partition(storage, tenant, query, contextOf(place, query))
  return told(all.toSorted(), [...yes, ...no].toSorted())
}

const opposites: Readonly<Record<string, string>> = { gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' }

/** A comparison of one field with its operand changed. */
function changed(leaf: Json, change: (operator: string, operand: unknown) => Json | undefined): Json {
  return Object.fromEntries(
    Object.entries(leaf).map(([key, inner]) => {
      const [[operator, operand] = []] = Object.entries((inner ?? {}) as Json)
      const other = operator === undefined ? undefined : change(operator, operand)
      return [key, other ?? (key === 'custom' ? changed(inner as Json, change) : inner)]
    }),
  )
}

/** rows(f > v), rows(f <= v) and rows(f is null) are all rows, each once. */
export const opposed: Law = async (place, query) => {
  const rows = (where: Json) => rowsOf(place, { ...query, where, orderBy: [], limit: 200 })
  const opposite = changed(query.where, (operator, operand) => {
    const other = opposites[operator]
    return other === undefined ? undefined : { [other]: operand }
  })
  const missing = changed(query.where, (operator) => (operator in opposites ? { isNull: true } : undefined))
  const parts = [await rows(query.where), await rows(opposite), await rows(missing)]
  return told((await rows({})).toSorted(), parts.flat().toSorted())
}

/** Counts and sums of P and of not P come to those of all; the least of all is the least of both. */
export const summed: Law = async (place, { entity, bin, zone, access, where }) => {
  const measures = {
    count: { fn: 'count' },
    some: { fn: 'count', field: 'integerNullable' },
    sum: { fn: 'sum', field: 'integerNullable' },
    min: { fn: 'min', field: 'integerNullable' },
    max: { fn: 'max', field: 'integerNullable' },
  }
  const figures = async (condition: Json) => {
    const query: AggregateCase = { type: 'aggregate', entity, bin, zone, access, query: { where: condition, measures } }
    const [row = {}] = (await ask(place.storage, place.tenant, query, contextOf(place, query))) as readonly Row[]
    return row
  }
  const [yes, no, all] = [await figures(where), await figures({ not: where }), await figures({})]
  const numbers = (name: string) => [yes[name], no[name]].filter((value) => typeof value === 'number')
  const sum = (name: string) => numbers(name).reduce((total, value) => total + value, 0)
  const most = (name: string, choose: (...values: number[]) => number) =>
    numbers(name).length === 0 ? null : choose(...numbers(name))
  return told(
    ['count', 'some', 'sum', 'min', 'max'].map((name) => all[name] ?? (name === 'sum' ? 0 : null)),
    [sum('count'), sum('some'), sum('sum'), most('min', Math.min), most('max', Math.max)],
  )
}

/** The pages, one after another, are the whole list. */
export const paged: Law = async (place, query) =>
  told(await rowsOf(place, { ...query, limit: 200 }), await rowsOf(place, query))

/** While others write between the pages, no row is left out or comes twice that is in the list all the time, in one place of it. */
export const pagedMeanwhile: Law = async (place, query, random) => {
  const { entity, storage, tenant } = { ...place, entity: entityOf(place.schema, query.entity) }
  const lists = [await rowsOf(place, { ...query, limit: 200 })]
  const seen: string[] = []
  const writes = written(place, entity, random)
  try {
    for await (const page of pagesOf(storage, tenant, query, contextOf(place, query))) {
      seen.push(...idsOf(page))
      if (seen.length > 1000) throw new Error('the pages do not end')
      await writes.next(page)
      lists.push(await rowsOf(place, { ...query, limit: 200 }))
    }
  } finally {
    await writes.undo()
  }
  const throughout = (lists[0] ?? []).filter((id) => lists.every((list) => list.includes(id)))
  const orders = new Set(lists.map((list) => list.filter((id) => throughout.includes(id)).join(' ')))
  // A row that moves in the list may be on two pages, or on none.
  if (orders.size > 1) return undefined
  return told(
    throughout,
    seen.filter((id) => throughout.includes(id)),
  )
}
