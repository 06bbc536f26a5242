import { expect, test } from 'vitest'
import { leftOut, stateOf } from '../../src/faults/state.ts'

const id = (n: number) => `019cf428-2e80-7000-8000-${String(n).padStart(12, '0')}`
const world = (tenant: string, first: number, more = {}) =>
  new Map<string, readonly Readonly<Record<string, unknown>>[]>([
    // In the second world it took longer until it was enqueued.
    [
      'background_jobs',
      [{ tenant, due_at: '2026-03-16T01:00:00.000Z', queued_at: `2026-03-16T01:00:0${tenant === 't1' ? 0 : 9}.000Z` }],
    ],
    ['deals', [{ tenant, id: id(first), title: 'a', at: `2026-03-16T01:00:0${first}.000Z`, ...more }]],
    [
      'audit',
      [{ tenant, id: id(first + 1), record_id: id(first), changes: { at: `2026-03-16 01:00:0${first}+00:00` } }],
    ],
  ])

test('two worlds in which the same was done have one state, whatever ids and instants they took', () => {
  expect(stateOf(world('t1', 5))).toBe(stateOf(world('t2', 1)))
})

test('what is different is seen: a value, a reference, a row more', () => {
  const state = stateOf(world('t1', 1))
  expect(stateOf(world('t1', 1, { title: 'b' }))).not.toBe(state)
  const astray = world('t1', 1)
  astray.set(
    'audit',
    (astray.get('audit') ?? []).map((row) => ({ ...row, record_id: row.id })),
  )
  expect(stateOf(astray)).not.toBe(state)
  const more = world('t1', 1)
  more.set('deals', [...(more.get('deals') ?? []), ...(world('t1', 3).get('deals') ?? [])])
  expect(stateOf(more)).not.toBe(state)
})

test('nothing is left out that could stay: without each entry the same worlds differ', () => {
  for (const column of Object.keys(leftOut)) {
    const others = Object.keys(leftOut).filter((each) => each !== column)
    expect(stateOf(world('t1', 1), others), column).not.toBe(stateOf(world('t2', 1), others))
  }
})
