import { invariants } from '@guanxi/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { widthOf } from '../src/format.ts'
import { coldStore } from '../src/people.ts'
import { report } from '../src/report.ts'
import { period, summary } from '../src/summary.ts'
import { playWeek, type Week } from '../src/week/week.ts'
import { arrived, complaints, leftOver, promises, scores, speed, type Told, tellAll } from './naive.ts'

// A sixth of the customers, or all of them.
const share = process.env.GUANXI_TEST_FULL === '1' ? 1 : 0.16

let week: Week
let again: Week
let all: readonly Told[]

beforeAll(async () => {
  week = await playWeek({ share })
  again = await playWeek({ share })
  all = await tellAll(week.admin)
}, 120_000)
afterAll(async () => {
  await week.world.crm.close()
  await again.world.crm.close()
})

test('the same seed makes the same week, word for word', async () => {
  const text = await report(week)
  expect(await report(again)).toBe(text)
  expect(text.split('\n').filter((line) => widthOf(line) >= 120)).toEqual([])
})

test('ninety alarms in half an hour are one ticket, which is opened again once', () => {
  const flood = all.filter(({ ticket }) => ticket.deviceAlarms.some(({ code }) => code === coldStore.code))
  expect(
    flood.map(({ ticket }) => [
      ticket.subject.includes(coldStore.code),
      ticket.deviceAlarms.map(({ count }) => count),
      ticket.reopened,
    ]),
  ).toEqual([[true, [91], 1]])
})

test('on Monday morning nothing is open that nobody has', async () => {
  const free = { ownerId: null, stage: { in: ['new', 'open'] } } as const
  expect(await week.admin.tickets.count({ where: free })).toBe(0)
  expect(all.filter(({ ticket }) => ticket.createdAt >= '2026-09-25').length).toBeGreaterThan(0)
})

test('how fast the desk and each agent were is what lists and stories say', async () => {
  const { firstReply, resolution, reopened, created } = await week.admin.metrics.service({
    ...period,
    clock: 'calendar',
  })
  expect({ firstReply, resolution, reopened: reopened.n }).toEqual(speed(all))
  expect(created).toMatchObject(arrived(all))
  const { agents } = await week.admin.metrics.agents({ ...period, clock: 'calendar' })
  expect(agents.length).toBeGreaterThanOrEqual(4)
  for (const { userId, ...figures } of agents)
    expect({ ...figures, reopened: figures.reopened.n }, `${userId}`).toEqual(speed(all, userId))
})

test('promises, complaints, backlog and surveys are what lists and stories say', async () => {
  const { metrics } = await week.admin.metrics.sla(period)
  expect(metrics.map(({ metric }) => metric)).toEqual(['first_reply', 'resolution'])
  for (const { metric, n, kept, breached } of metrics)
    expect({ n, kept, breached }, metric).toEqual(promises(all, metric))
  const { rows } = await week.admin.metrics.complaints(period)
  for (const { cause, n } of rows) expect(n, `${cause}`).toBe(complaints(all, cause ?? ''))
  expect((await week.admin.metrics.backlog({ at: period.to })).n).toBe(leftOver(all))
  const text = await summary(week)
  const { n, solved } = arrived(all)
  expect(text).toContain(`solved by now: ${solved} of ${n} `)
  expect(text).toContain(`To be done at Mon 00:00, n ${leftOver(all)}, `)
  const said = scores(all)
  const mean = (said.reduce((sum, score) => sum + score, 0) / said.length).toFixed(2)
  expect(text).toMatch(new RegExp(` ${said.length}  ${mean} +${said.filter((score) => score < 6).length} `))
})

test('what was planned to go wrong did: a bounce, an auto-reply, a merge, sickness, a late promise, a low score', () => {
  const kinds = new Set(`${week.log}`.split('\n').map((line) => line.slice(17, 26).trim()))
  const wanted = [
    'bounce',
    'automatic',
    'merged',
    'sick',
    'breach',
    'escalated',
    'reopened',
    'survey',
    'phone',
    'device',
  ]
  expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([])
})

test('the database is sound after the week', async () => {
  expect(await invariants(week.world.storage, week.world.plugins)).toEqual([])
})
