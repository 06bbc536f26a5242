import type { CoreTypes, Scope } from '@guanxi/core'
import type { Fixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

type Types = CoreTypes & TicketsTypes
const period = { from: '2020-01-10T00:00:00+08:00', to: '2030-01-01T00:00:00Z' }

/** Something to be counted: a complaint that was answered and solved. */
const solved = async (me: Scope<Types>, unique: string) => {
  const { id: productId } = await me.products.create({ name: unique, sku: unique })
  const { id: companyId } = await me.companies.create({ name: unique })
  const { id } = await me.tickets.create({ subject: unique, companyId, productId, cause: 'leak', type: 'complaint' })
  await me.tickets.assign(id, { ownerId: 'u_a' })
  await me.tickets.reply(id, { body: '已补发' })
  await me.tickets.solve(id, {})
}

export const metricFixtures: Fixtures<Types> = {
  'metrics.agents': async (me, unique) => {
    await solved(me, unique)
    return { input: { ...period, clock: 'calendar' } }
  },
  'metrics.service': async (me, unique) => {
    await solved(me, unique)
    return { input: { ...period, clock: 'business' } }
  },
  'metrics.backlog': async (me, unique) => {
    await solved(me, unique)
    return { input: { at: period.from, by: 'ownerId' } }
  },
  'metrics.sla': async (me, unique) => {
    await solved(me, unique)
    return { input: period }
  },
  'metrics.complaints': async (me, unique) => {
    await solved(me, unique)
    return { input: period }
  },
}
