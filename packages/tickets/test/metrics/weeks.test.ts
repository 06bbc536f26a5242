import type { CoreTypes, Scope } from '@guanxi/core'
import { Random } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import type { TicketsTypes } from '../../src/index.ts'
import { onBoth } from '../both.ts'
import { doorOf, type Shop } from '../sla/oracle.ts'
import { desk } from './desk.ts'
import { count, type Told } from './oracle.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const seeds = full ? 40 : 1
const minute = 60_000
const iso = (ms: number) => new Date(ms).toISOString()

/** Weeks in which clocks change. */
const shops: readonly (Shop & { readonly from: string })[] = [
  { zone: 'Europe/Berlin', hours: [[9, 17]], off: ['2026-03-30'], from: '2026-03-26T06:00:00Z' },
  { zone: 'America/New_York', hours: [[0, 24]], off: [], from: '2026-10-29T08:00:00Z' },
]

/** What a ticket's story and messages say. */
async function told(me: Scope<CoreTypes & TicketsTypes>, id: string): Promise<Told> {
  const { createdAt } = await me.tickets.get(id)
  const story = await me.tickets.story(id)
  const messages = await me.ticketMessages.list({
    where: { ticketId: id, direction: 'out', automatic: false },
    limit: 200,
  })
  return {
    openedAt: Date.parse(createdAt),
    replies: messages.items.map(({ at }) => Date.parse(at)),
    steps: story.map(({ at, changes }) => {
      const now = (name: string) => (changes as Readonly<Record<string, readonly unknown[]>>)[name]?.[1]
      return {
        at: Date.parse(String(at)),
        ...(now('stage') === undefined ? {} : { stage: String(now('stage')) }),
        ...(now('ownerId') === undefined ? {} : { owner: now('ownerId') as string | null }),
        ...(now('mergedIntoId') ? { merged: true as const } : {}),
      }
    }),
  }
}

onBoth((make) => {
  for (let seed = 1; seed <= seeds; seed++)
    test(`a random week, counted by hand: seed ${seed}`, async () => {
      const random = new Random(seed)
      const shop = shops[seed % 2] as (typeof shops)[number]
      const start = Date.parse(shop.from)
      const { crm, admin, a, system, opened, go } = await desk(await make(), shop.from)
      const hours = shop.hours.map(
        ([from, to]) => [`${String(from).padStart(2, '0')}:00`, `${to}:00`] as [string, string],
      )
      const week = { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours }
      const definition = { timeZone: shop.zone, week, holidays: shop.off.map((date) => ({ date })) }
      await admin.businessCalendars.create({ name: 'shop', definition })
      const tickets: string[] = []
      // Each thing at a minute of its own, so that it is known what was before what.
      for (let now = start, n = 0; n < 45; n++) {
        now += random.int(1, 300) * minute
        await go(iso(now))
        if (tickets.length === 0 || random.chance(0.2)) {
          tickets.push(await opened({ ownerId: random.pick(['u_a', 'u_b', null]) }))
          continue
        }
        const id = random.pick(tickets)
        const { stage, ownerId } = await admin.tickets.get(id)
        const what = random.pick([
          'reply',
          'reply',
          'assign',
          'solve',
          'solve',
          'hear',
          'hear',
          'merge',
          'close',
          'pend',
        ])
        if (what === 'hear') await system.tickets.receive(id, { body: '还没到' })
        if (stage === 'closed') continue
        if (what === 'reply') await a.tickets.reply(id, { body: '请稍候' })
        if (what === 'assign') await a.tickets.assign(id, { ownerId: random.pick(['u_a', 'u_b', 'u_c']) })
        if (what === 'solve' && stage !== 'solved') await (ownerId === null ? system : a).tickets.solve(id, {})
        if (what === 'close' && random.chance(0.3)) await system.tickets.close(id, {})
        if (what === 'pend' && stage === 'open') await a.tickets.move(id, { to: 'pending' })
        const other = random.pick(tickets)
        const root = other === id ? undefined : await admin.tickets.get(other)
        if (what === 'merge' && root?.mergedIntoId === null && random.chance(0.3))
          await a.tickets.merge(id, { into: root.id })
      }
      // Follow-ups of what was closed are tickets, too.
      const { items } = await admin.tickets.list({ limit: 200 })
      const all = await Promise.all(items.map(({ id }) => told(admin, id)))
      const open = doorOf(shop)
      const between = {
        calendar: (from: number, to: number) => (to - from) / 1000,
        business(from: number, to: number) {
          let seconds = 0
          for (let at = from; at < to; at += minute) if (open(at)) seconds += 60
          return seconds
        },
      }
      const period = (from: number, to: number) => ({ from: iso(from), to: iso(to) })
      for (const clock of ['calendar', 'business'] as const)
        for (const [from, to] of [
          [start, start + 20 * 86_400_000],
          [start + 86_400_000, start + 4 * 86_400_000 + 7 * minute],
          // Ends in the middle of it, where the rest of a month is taken off again.
          [start - 33 * 86_400_000, start + 2.5 * 86_400_000],
          // Begins there.
          [start + 1.5 * 86_400_000, start + 99 * 86_400_000],
        ] as const) {
          const expected = count(all, from, to, between[clock])
          const { agents } = await a.metrics.agents({ ...period(from, to), clock })
          expect(agents, `${clock} ${iso(from)}`).toEqual(expected)
          const everybody = all.map((one) => ({ ...one, steps: one.steps.map(({ owner: _, ...step }) => step) }))
          const [whole] = count(everybody, from, to, between[clock])
          const { firstReply, resolution, reopened } = await a.metrics.service({ ...period(from, to), clock })
          if (whole !== undefined) expect({ userId: null, firstReply, resolution, reopened }).toEqual(whole)
        }
      expect((await crm.verifyRollups()).flatMap(({ wrong }) => wrong)).toEqual([])
    })
})
