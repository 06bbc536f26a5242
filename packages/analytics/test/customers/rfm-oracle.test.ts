import { expect, test } from 'vitest'
import { seeded } from '../../src/math/index.ts'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

interface Scored {
  readonly id: string
  readonly r: number
  readonly f: number
  readonly m: number
}

/** What the first database said of which seed; the second must say the same. */
const said = new Map<number, unknown>()

onOne((stage) => {
  test.each([1, 2])(
    'check 12: cells are those of a naive reckoning however orders come, ties too (seed %i)',
    async (seed) => {
      const { admin } = world(stage())
      const { uniform } = seeded(seed)
      const whole = (n: number) => Math.floor(uniform() * n)
      const ids = await companies(admin, 83)
      // Few days, few amounts: there are more ties than customers who differ.
      const all = Array.from({ length: 300 }, () => {
        const day = `2026-02-${String(1 + whole(9)).padStart(2, '0')}`
        return {
          ...order(ids[whole(ids.length)] ?? '', day, 100 * (1 + whole(3))),
          placedAt: `${day}T${10 + whole(14)}:30:00+08:00`,
        }
      })
      const shuffled = all.map((one) => ({ one, at: uniform() })).sort((a, b) => a.at - b.at)
      await orders(
        admin,
        (said.has(seed) ? shuffled : all.map((one) => ({ one }))).map(({ one }) => one),
      )
      const { data } = await admin.analytics.rfm({ scheme: { by: 'rank', k: 5 } })
      const rows = data.rows.map(({ customer, r, f, m }) => ({ id: customer.id, r, f, m }))
      expect(rows).toEqual(naive(all))
      const place = new Map(ids.map((id, i) => [id, i]))
      const answer = { cells: data.cells, rows: rows.map(({ id, ...row }) => ({ ...row, company: place.get(id) })) }
      expect(answer).toEqual(said.get(seed) ?? answer)
      said.set(seed, answer)
    },
  )
})

/** Each value with the id behind it as a text, sorted; the first fifth gets a 1. */
function naive(all: readonly { companyId: string; placedAt: string; total: number }[]): readonly Scored[] {
  const ids = [...new Set(all.map(({ companyId }) => companyId))].sort()
  const values = ids.map((id) => {
    const own = all.filter(({ companyId }) => companyId === id)
    const days = [...new Set(own.map(({ placedAt }) => placedAt.slice(0, 10)))].sort()
    return { id, last: days.at(-1) ?? '', days: days.length, money: own.reduce((sum, { total }) => sum + total, 0) }
  })
  const tiles = (of: (value: (typeof values)[number]) => string | number) => {
    const ranked = values.map((value) => `${String(of(value)).padStart(12, '0')} ${value.id}`).sort()
    // As if cards were dealt: how many the first gets, how many the second.
    const sizes = [0, 0, 0, 0, 0]
    for (const [i] of ranked.entries()) sizes[i % 5] = (sizes[i % 5] ?? 0) + 1
    return new Map(sizes.flatMap((size, i) => ranked.splice(0, size).map((key) => [key.slice(13), i + 1] as const)))
  }
  const [r, f, m] = [tiles(({ last }) => last), tiles(({ days }) => days), tiles(({ money }) => money)]
  return ids.map((id) => ({ id, r: r.get(id) ?? 0, f: f.get(id) ?? 0, m: m.get(id) ?? 0 }))
}
