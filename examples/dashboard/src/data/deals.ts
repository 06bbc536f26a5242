import { type Random, seeded } from '@guanxi/analytics/math'
import { type App, currency, type Desk } from '../crm.ts'

/** Who sells to whom. */
export interface Party {
  readonly companyId: string
  readonly ownerId: string
}

const begin = Date.parse('1997-05-01T09:00:00Z')
const day = 86_400_000
const deals = 240

/** How a deal comes out of each stage: the chance that it goes on, and after how many days it does at most. */
const path = [
  { next: 'proposal', chance: 0.68, days: 35 },
  { next: 'negotiation', chance: 0.66, days: 50 },
  { next: 'won', chance: 0.72, days: 60 },
] as const
const reasons = ['price', 'no budget', 'competitor', 'no answer']

interface Event {
  readonly at: number
  run(): Promise<unknown>
}

/**
 * Northwind has orders alone. A year of deals beside them, made by a seed: created, moved, won and lost on the clock, so that their
 * history is that of any other deal. What would happen after the end has not happened.
 */
export async function playDeals(desk: Desk, { advance }: App['clock'], parties: readonly Party[], end: string) {
  const random = seeded(1997)
  const events = Array.from({ length: deals }, (_, i) => eventsOf(desk, random, parties, i)).flat()
  for (const { at, run } of events.toSorted((one, other) => one.at - other.at)) {
    if (at >= Date.parse(end)) return
    await advance(new Date(at).toISOString())
    await run()
  }
}

function eventsOf(desk: Desk, random: Random, parties: readonly Party[], number: number): readonly Event[] {
  const party = pick(random, parties)
  const amount = Math.round(Math.exp(7.6 + 0.8 * random.normal())) * 100
  let at = begin + Math.floor(random.uniform() * 371) * day
  const expectedAt = new Date(at + 90 * day).toISOString().slice(0, 10)
  let id = ''
  const create = async () => {
    const title = `Offer ${number + 1}`
    id = (await desk.deals.create({ title, ...party, amount, currency, expectedAt })).id
  }
  const events: Event[] = [{ at, run: create }]
  for (const { next, chance, days } of path) {
    at += (1 + Math.floor(random.uniform() * days)) * day
    const lost = random.uniform() >= chance
    const lostReason = pick(random, reasons)
    events.push({
      at,
      run: () => (lost ? desk.deals.move(id, { to: 'lost', set: { lostReason } }) : desk.deals.move(id, { to: next })),
    })
    if (lost) break
  }
  return events
}

function pick<T>(random: Random, of: readonly T[]): T {
  const one = of[Math.floor(random.uniform() * of.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}
