import type { Plugin } from '@guanxi/core'
import { brokenIn } from '../faults/invariants/index.ts'
import type { RawRow, RawTables } from '../faults/tables.ts'
import type { Outside } from './outside.ts'
import { consumed, echoOf, keyOf, laterOf, noteOf, told } from './plugin.ts'
import type { Setting } from './setting.ts'

/** What must hold at every moment. */
export function checkSafety(setting: Setting, tables: RawTables, plugins: readonly Plugin[]): void {
  for (const problem of brokenIn(tables, plugins)) setting.violated(problem)
  const undone = rows(tables, 'companies').filter(({ name }) => String(name).startsWith('undone'))
  for (const { id } of undone) setting.violated(`the company ${id} was undone, and is there`)
  for (const [title, count] of titles(tables))
    if (count > 1 && /^(echo|later|noted) /.test(title)) setting.violated(`«${title}» is there ${count} times`)
}

/** What must have come of everything when nothing has gone wrong for a long time. */
export function checkLiveness(setting: Setting, tables: RawTables, outside: Outside): void {
  const { violated } = setting
  for (const { id, state, kind, name, error, of: tenant, input } of rows(tables, 'background_jobs')) {
    const job = `the job ${kind} ${name} ${id} of ${tenant}`
    if (state === 'active') violated(`${job} is still leased`)
    if (state === 'ready' && kind !== 'schedule') violated(`${job} still waits: ${error}`)
    if (state === 'dead' && !(kind === 'fact' && outside.refuses(`${name}/${JSON.parse(String(input))}`)))
      violated(`${job} was given up: ${error}`)
  }
  const there = titles(tables)
  const once = (title: string) => {
    if (there.get(title) !== 1) violated(`«${title}» is there ${there.get(title) ?? 0} times`)
  }
  const facts = rows(tables, 'outbox').filter(({ id }) => !setting.ground.facts.has(String(id)))
  for (const { id, type } of facts) {
    if (isOf(consumed, type)) {
      once(echoOf(String(id)))
      once(laterOf(String(id)))
    }
    const key = keyOf(String(type), String(id))
    if (!isOf(told, type) || outside.refuses(key)) continue
    if (!outside.hasGot(key)) violated(`${key} was never told outside`)
    once(noteOf(key))
  }
  checkOrder(tables, facts, violated)
}

/** Of one record a consumer is told in the order of what happened: ids are made in the order of what was written. */
function checkOrder(tables: RawTables, facts: readonly RawRow[], violated: (problem: string) => void): void {
  const places = new Map(rows(tables, 'tasks').map(({ title, id }) => [String(title), countOf(String(id))]))
  const lanes = new Map<string, RawRow[]>()
  for (const fact of facts.filter(({ type }) => isOf(consumed, type))) {
    const lane = `${fact.type} ${fact.record_id}`
    lanes.set(lane, [...(lanes.get(lane) ?? []), fact])
  }
  for (const [lane, list] of lanes) {
    const inOrder = list.toSorted((a, b) => Number(a.version) - Number(b.version))
    const told = inOrder.map(({ id }) => places.get(echoOf(String(id))) ?? 0)
    if (told.some((place, at) => place < (told[at - 1] ?? 0))) violated(`${lane} was told in another order: ${told}`)
  }
}

const rows = (tables: RawTables, table: string): readonly RawRow[] => tables.get(table) ?? []
const isOf = (list: readonly string[], type: unknown): boolean => list.includes(String(type))

/** Ids are counted over the whole world, whatever the clocks of its machines say. */
const countOf = (id: string): number => Number.parseInt(id.slice(-12), 16)

function titles(tables: RawTables): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { title } of rows(tables, 'tasks')) counts.set(String(title), (counts.get(String(title)) ?? 0) + 1)
  return counts
}
