import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { Random, testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { periodsByCustomer } from '../../src/purchases/months.ts'
import { inRoles } from '../in-roles.ts'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world, zone } from '../world.ts'

/** A month, a quarter or a year in Shanghai, by its first day. */
const first = {
  month: (day: string) => `${day.slice(0, 7)}-01`,
  quarter: (day: string) =>
    `${day.slice(0, 5)}${['01', '04', '07', '10'][Math.floor((Number(day.slice(5, 7)) - 1) / 3)]}-01`,
  year: (day: string) => `${day.slice(0, 4)}-01-01`,
}
const dayOf = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10)

interface Bought {
  readonly companyId?: string
  readonly contactId?: string
  readonly placedAt: string
  readonly currency: string
}

/** The periods of each customer, looked at order by order. */
function naive(all: readonly Bought[], period: keyof typeof first) {
  const found: Record<string, string[]> = {}
  for (const { companyId, contactId, placedAt } of all) {
    const customer = companyId === undefined ? `contact ${contactId}` : `company ${companyId}`
    found[customer] = [...new Set([...(found[customer] ?? []), first[period](dayOf(placedAt))])].toSorted()
  }
  return found
}

async function read(me: Me, asked: Parameters<typeof periodsByCustomer>[1]) {
  const found: [string, readonly string[]][] = []
  for await (const { kind, customers } of periodsByCustomer({ crm: me, zone }, asked))
    for (const { id, periods } of customers) found.push([`${kind} ${id}`, periods])
  return found
}

onOne((stage) => {
  test('the months, quarters and years in which customers bought, until any instant', async () => {
    const { admin } = world(stage())
    const random = new Random(31)
    const ids = await companies(admin, 8)
    const people: string[] = []
    for (let i = 0; i < 8; i++) people.push((await admin.contacts.create({ name: `P${i}` })).id)
    const some = Array.from({ length: 150 }, () => {
      const companyId = random.chance(0.6) ? random.pick(ids) : undefined
      const contactId = companyId === undefined || random.chance(0.5) ? random.pick(people) : undefined
      const begin = Date.parse('2024-11-01T00:00:00+08:00') + random.int(0, 430) * 86_400_000
      const at = random.chance(0.3) ? begin + random.pick([-1, 0]) : begin + random.int(0, 86_399_999)
      const customer = { ...(companyId && { companyId }), ...(contactId && { contactId }) }
      return { ...customer, placedAt: new Date(at).toISOString(), currency: random.pick(['CNY', 'EUR']), total: 1 }
    })
    await orders(admin, some)
    const times = [
      '2025-11-30T16:00:00.000Z',
      '2025-11-17T08:30:00.000Z',
      '2025-01-05T00:00:00.000Z',
      '2024-10-01T00:00:00.000Z',
    ]
    for (const until of times)
      for (const period of ['month', 'quarter', 'year'] as const)
        for (const where of [{}, { currency: 'EUR' }]) {
          const right = some.filter(
            ({ placedAt, currency }) =>
              placedAt < until && (where.currency === undefined || where.currency === currency),
          )
          const found = await read(admin, { where, until, period })
          const told = `${period} ${until} ${where.currency}`
          expect(Object.fromEntries(found), told).toEqual(naive(right, period))
          // Each customer once.
          expect(new Set(found.map(([customer]) => customer)).size, told).toBe(found.length)
        }
  })

  test('who may read orders and no customers has the same periods', async () => {
    const place = stage()
    const { admin } = world(place)
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [order(one, '2025-01-31'), order(other, '2025-01-01'), order(one, '2025-03-01')])
    const clerk = inRoles(place, { clerk: { grants: { order: { scope: 'all', can: ['read'] } } } })('clerk')
    await expect(clerk.companies.count()).rejects.toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
    const asked = { where: {}, until: '2025-11-30T16:00:00.000Z', period: 'month' } as const
    expect(Object.fromEntries(await read(clerk, asked))).toEqual({
      [`company ${one}`]: ['2025-01-01', '2025-03-01'],
      [`company ${other}`]: ['2025-01-01'],
    })
  })

  test('from whom days are hidden, to him nobody has bought on them', async () => {
    const place = stage()
    const { admin } = world(place)
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [order(one, '2025-01-31'), { ...order(other, '2025-02-01'), ownerId: 'u_clerk' }])
    const grants = { '*': { scope: 'all' }, order: [{ scope: 'own' }, { scope: 'all', except: ['placedAt'] }] } as const
    const clerk = inRoles(place, { clerk: { grants } })('clerk')
    const asked = { where: {}, until: '2025-11-30T16:00:00.000Z', period: 'quarter' } as const
    expect(await read(clerk, asked)).toEqual([[`company ${other}`, ['2025-01-01']]])
  })

  test('all months are read from their rollup, a row a customer, in the order of its index', async () => {
    const { admin } = world(stage())
    const { sql, plan } = await admin.orders.explain({
      where: { companyId: { gt: '' } },
      groupBy: { customer: 'companyId' },
      measures: { periods: { fn: 'list', field: 'placedAt', bucket: 'month' } },
      orderBy: { customer: 'asc' },
      limit: 10_000,
    })
    expect(sql).toContain('crm_purchase_months')
    expect(sql).not.toContain('distinct')
    if (stage().storage.id === 'sqlite') expect(plan.join()).toMatch(/COVERING INDEX crm_purchase_months_company_id/)
  })
})

test('where a clock goes back over the midnight that a month began with, nothing is counted twice or too early', async () => {
  // At 02:31 UTC the first of November begins in St. John's, a minute later it is October for an hour more.
  const there = 'America/St_Johns'
  const crm = createCrm({
    storage: sqlite(':memory:'),
    plugins: [analytics()],
    clock: testClock('2009-11-10T12:00:00Z', there),
    zone: there,
  })
  await crm.migrate()
  const me = crm.as({ user: 'u_adm', roles: ['admin'] })
  const { id } = await me.companies.create({ name: 'Acme' })
  for (const placedAt of ['2009-10-15T12:00:00Z', '2009-11-01T02:45:00Z', '2009-11-02T12:00:00Z'])
    await me.orders.create({ companyId: id, placedAt, currency: 'CAD', total: 1 })
  const { id: late } = await me.companies.create({ name: 'Late' })
  await me.orders.create({ companyId: late, placedAt: '2009-11-01T02:45:00Z', currency: 'CAD', total: 1 })
  const until = async (instant: string) => {
    const asked = { where: {}, until: instant, period: 'month' } as const
    const found: unknown[] = []
    for await (const { customers } of periodsByCustomer({ crm: me, zone: there }, asked)) found.push(...customers)
    return found
  }
  const [october, november] = ['2009-10-01', '2009-11-01']
  expect(await until('2009-11-01T02:30:00.000Z')).toEqual([{ id, periods: [october] }])
  const second = { id: late, periods: [october] }
  expect(await until('2009-11-01T02:50:00.000Z')).toEqual([{ id, periods: [october] }, second])
  expect(await until('2009-11-10T03:30:00.000Z')).toEqual([{ id, periods: [october, november] }, second])
  const { data } = await me.analytics.cohorts({ from: october, to: '2009-11-10', period: 'month' })
  expect(data.cohorts.map(({ size, cells }) => [size, cells.map(({ value }) => value)])).toEqual([
    [2, [2, 1]],
    [0, [0]],
  ])
  await crm.close()
})
