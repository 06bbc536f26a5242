import { createCrm, field } from '@guanxi/core'
import { Random, testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { mirrorOf, onDuckdb, place } from './mirrors.ts'

const entities = [
  'company',
  'order',
  'orderLine',
  'deal',
  'contact',
  'contactPoint',
  'member',
  'memberReach',
  'recordMember',
  'activity',
]
const fields = { order: { tier: field.string().optional().plain() } }

/** An instance that writes and one that reports, over one file, and the mirror between them. */
async function pair() {
  const at = await place()
  const { mirror, plugin, asked } = await mirrorOf(at.main(), at.file, entities)
  const clock = testClock('2026-03-16T01:00:00Z')
  const shared = { clock, fields, zone: 'America/New_York' } as const
  const reports = createCrm({ ...shared, storage: mirror })
  const crm = createCrm({ ...shared, storage: at.main(), plugins: [plugin] })
  await crm.migrate()
  const close = async () => {
    await crm.close()
    await reports.close()
    await at.close()
  }
  return { at, mirror, asked, crm, reports, clock, close }
}

type Pair = Awaited<ReturnType<typeof pair>>

const people = [
  { user: 'u_1', roles: ['sales'] },
  { user: 'u_2', roles: ['sales', 'shared'] },
  { user: 'u_3', roles: ['manager'] },
  { user: 'u_4', roles: ['sales', 'pool'] },
  { user: 'u_5', roles: ['admin'] },
] as const

const questions = {
  orders: [
    {
      groupBy: { id: 'id', version: 'version', total: 'total', tier: 'tier', company: { path: ['company', 'name'] } },
      measures: { n: { fn: 'count' } },
      limit: 1000,
    },
    {
      groupBy: { day: { field: 'placedAt', bucket: 'day' }, currency: 'currency' },
      measures: { sum: { fn: 'sum', field: 'total' }, top: { fn: 'max', field: 'placedAt' } },
    },
    {
      groupBy: { hour: { field: 'placedAt', bucket: 'hour' } },
      measures: { n: { fn: 'count' } },
      orderBy: [{ hour: 'desc' }],
    },
    {
      where: { lines: { some: { quantity: { gt: 2 } } } },
      groupBy: { owner: 'ownerId' },
      measures: { n: { fn: 'count' } },
    },
  ],
  orderLines: [
    {
      groupBy: { id: 'id', text: 'description', quantity: 'quantity', total: 'total', order: 'orderId' },
      measures: { n: { fn: 'count' } },
      limit: 1000,
    },
  ],
  companies: [
    { groupBy: { name: 'name', owner: 'ownerId' }, measures: { n: { fn: 'count' } }, limit: 1000 },
    { where: { not: { name: { contains: '机械' } } }, measures: { n: { fn: 'count' } } },
  ],
  deals: [
    { groupBy: { stage: 'stage', month: { field: 'createdAt', bucket: 'month' } }, measures: { n: { fn: 'count' } } },
  ],
} as const

type Asked = { aggregate(question: unknown): Promise<unknown> }
const ask = (me: unknown, plural: string, question: unknown) =>
  (me as Record<string, Asked>)[plural]?.aggregate(question)

/** The same questions of both, as several people; nothing may be answered by the main storage. */
async function same({ crm, reports, asked }: Pair, actors: readonly (typeof people)[number][] = people) {
  const before = asked.main
  for (const actor of actors)
    for (const [plural, list] of Object.entries(questions))
      for (const question of list)
        expect(await ask(reports.as(actor), plural, question), `${plural} as ${actor.user}`).toEqual(
          await ask(crm.as(actor), plural, question),
        )
  expect(asked.main).toBe(before)
}

const system = (crm: Pair['crm']) => crm.asSystem({ reason: 'test' })

/** Colleagues: the third is above the first two. */
async function colleagues({ crm }: Pair) {
  const all = system(crm)
  const boss = await all.members.create({ userId: 'u_3', name: 'Boss' })
  for (const userId of ['u_1', 'u_2']) await all.members.create({ userId, name: userId, managerId: boss.id })
}

onDuckdb('what is written is told', () => {
  test('after random creations, changes, deletions, moves and shares the copy is the original, for everybody', async () => {
    const pairing = await pair()
    const { crm, mirror, clock } = pairing
    const random = new Random(11)
    const all = system(crm)
    await colleagues(pairing)
    const companies = await all.companies.createMany(
      ['上海精工机械', 'Acme', 'Über', '😀', 'ﬀ'].map((name, i) => ({ name, ownerId: `u_${(i % 4) + 1}` })),
    )
    await mirror.copy()
    const ids: string[] = []
    const line = () => ({
      description: random.pick(['Filter', 'Ölfass', '阀门']),
      quantity: random.int(1, 5),
      unitPrice: random.int(0, 9000),
    })
    const acts = [
      async () => {
        // Around the night of 8 March 2026, when New York's clocks go forward.
        const placedAt = `2026-03-0${random.int(7, 9)}T0${random.int(0, 9)}:30:00Z`
        const base = {
          placedAt,
          currency: 'CNY',
          companyId: random.pick(companies.ids),
          ownerId: `u_${random.int(1, 4)}`,
        }
        const { id } = await all.orders.create({
          ...base,
          tier: random.pick(['a', 'b', null]),
          lines: [line(), line()],
        })
        ids.push(id)
      },
      async () => {
        if (ids.length > 0)
          await all.orders
            .update(random.pick(ids), { lines: random.chance(0.5) ? [line()] : { add: [line()] } })
            .catch(known)
      },
      async () => {
        if (ids.length > 0)
          await all.orders.update(random.pick(ids), { tier: 'c', ownerId: `u_${random.int(1, 4)}` }).catch(known)
      },
      async () => {
        if (ids.length > 0) await all.orders.delete(random.pick(ids)).catch(known)
      },
      async () => {
        if (ids.length > 0) await all.orders.restore(random.pick(ids)).catch(known)
      },
      async () => {
        const deal = await all.deals.create({ title: 'x', companyId: random.pick(companies.ids), ownerId: 'u_1' })
        await all.deals.move(deal.id, { to: 'proposal' })
      },
      async () => void (await all.companies.share(random.pick(companies.ids), { user: 'u_2', level: 'read' })),
      async () =>
        void (await all.companies.updateMany({
          where: { name: { startsWith: 'A' } },
          set: { ownerId: `u_${random.int(1, 4)}` },
        })),
    ]
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 25; i++) {
        await random.pick(acts)()
        await clock.advance('PT7M')
      }
      expect(await mirror.caughtUp()).toBe(false)
      expect((await mirror.lag()).waiting).toBeGreaterThan(10)
      await crm.tick()
      expect(await mirror.lag()).toEqual({ copying: [], waiting: 0, since: null, dead: 0 })
      expect(await mirror.compare()).toEqual([])
      await same(pairing)
    }
    // Whoever is above whom changes, and who is let in.
    const [first] = (await all.members.list({ where: { userId: 'u_1' } })).items
    await all.members.update(first?.id ?? '', { managerId: null })
    await all.companies.unshare(companies.ids[1] ?? '', { user: 'u_2' }).catch(known)
    await crm.tick()
    await same(pairing)
    await pairing.close()
  })

  test('a thousand records written at once are brought together, and an erasure reaches the copy', async () => {
    const pairing = await pair()
    const { crm, mirror, asked, at } = pairing
    const all = system(crm)
    await mirror.copy()
    const rows = Array.from({ length: 300 }, (_, i) => ({ name: `Company ${i}` }))
    await all.companies.createMany(rows)
    const point = { kind: 'email', value: 'wang@example.com' } as const
    const contact = await all.contacts.create({ name: 'Wang Fang', points: [point] })
    // It says something of him, and nobody tells of it but the erasure.
    await all.activities.create({ kind: 'call', subject: 'Wang Fang', contactId: contact.id })
    const before = asked.selects
    await crm.tick()
    expect(asked.selects - before).toBeLessThan(10)
    await same(pairing, people.slice(4))
    await all.contacts.eraseSubject(contact.id, {}, { reason: 'asked' })
    await crm.tick()
    expect(await mirror.compare()).toEqual([])
    const names = { groupBy: { name: 'name' }, measures: { n: { fn: 'count' } } } as const
    expect(JSON.stringify(await pairing.reports.as(people[4]).contacts.aggregate(names))).not.toContain('Wang')
    // Out of its file, too.
    await pairing.reports.compact()
    const { readFile } = await import('node:fs/promises')
    await pairing.reports.close()
    expect((await readFile(at.file)).includes('Wang Fang')).toBe(false)
    await pairing.close()
  })

  test('fields that a tenant defines while both instances run are answered, with their values', async () => {
    const pairing = await pair()
    const { crm, mirror, reports, asked } = pairing
    await mirror.copy()
    const me = [reports.as(people[4]), crm.as(people[4])] as const
    expect(await me[0].companies.aggregate({ measures: { n: { fn: 'count' } } })).toEqual([{ n: 0 }])
    await me[1].customFields.create({ entity: 'company', name: 'cycle', kind: 'integer', label: 'Cycle' })
    await me[1].companies.createMany([
      { name: 'a', custom: { cycle: 9 } },
      { name: 'b', custom: { cycle: 10 } },
      { name: 'c' },
    ])
    await crm.tick()
    const cycles = {
      groupBy: { cycle: 'custom.cycle' },
      measures: { most: { fn: 'max', field: 'custom.cycle' } },
    } as const
    const before = asked.main
    expect(await me[0].companies.aggregate(cycles)).toEqual([
      { cycle: null, most: null },
      { cycle: 9, most: 9 },
      { cycle: 10, most: 10 },
    ])
    expect(asked.main).toBe(before)
    // What somebody may see changes at once, in this instance too.
    expect(await reports.as(people[0]).companies.aggregate(cycles)).toEqual([])
    await me[1].policies.set({ role: 'sales', grants: { company: { scope: 'all', can: ['read'] } } })
    expect(await reports.as(people[0]).companies.aggregate(cycles)).toHaveLength(3)
    // The planner's guesses would tell how many rows there are that the actor does not see.
    const { sql, plan } = await me[0].companies.explain(cycles)
    expect(sql).toContain('try_cast')
    expect(plan.join('\n')).toContain('SEQ_SCAN')
    expect(plan.join('\n')).not.toMatch(/~\s*[\d,]+ row/)
    await pairing.close()
  })

  test('sums that no number holds are NUMBER_OUT_OF_RANGE, and those that one just holds are exact', async () => {
    const pairing = await pair()
    const { crm, mirror, reports } = pairing
    const most = Number.MAX_SAFE_INTEGER
    const { id: companyId } = await system(crm).companies.create({ name: 'Acme' })
    const order = { placedAt: '2026-03-01T00:00:00Z', currency: 'CNY', companyId }
    await system(crm).orders.createMany([
      { ...order, total: most - 5 },
      { ...order, total: 5 },
    ])
    await mirror.copy()
    const sum = { measures: { sum: { fn: 'sum', field: 'total' } } } as const
    expect(await reports.as(people[4]).orders.aggregate(sum)).toEqual([{ sum: most }])
    await system(crm).orders.create({ ...order, total: 1 })
    await crm.tick()
    await expect(crm.as(people[4]).orders.aggregate(sum)).rejects.toMatchObject({ code: 'NUMBER_OUT_OF_RANGE' })
    await expect(reports.as(people[4]).orders.aggregate(sum)).rejects.toMatchObject({ code: 'NUMBER_OUT_OF_RANGE' })
    await pairing.close()
  })
})

/** What is in the bin is not changed, and what is not is not restored. */
const known = (error: unknown) => {
  if (!['NOT_FOUND', 'NOT_DELETED', 'CONFLICT'].includes((error as { code?: string }).code ?? '')) throw error
}
