import { createCrm } from '@guanxi/core'
import { type FreshStorage, testClock, testIds } from '@guanxi/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memory, server, servers } from '../../../testkit/test/storages.ts'
import { type TicketCreate, tickets } from '../../../tickets/src/index.ts'
import { analytics } from '../../src/index.ts'

// What another plugin brings is asked for by its name: neither of the two knows of the other.
for (const [name, make] of [['sqlite', memory] as const, ...(servers ? ([['postgres', server]] as const) : [])]) {
  describe(name, () => {
    let fresh: FreshStorage
    let tenants = 0
    beforeAll(async () => {
      fresh = await make({ plugins: [analytics(), tickets()] })
    })
    afterAll(() => fresh.close())

    async function desk(now: string, zone: string) {
      const clock = testClock(now, zone)
      const letters: string[] = []
      const tenant = `d${tenants++}`
      // Its workers may come by what is left of others on the same database.
      const send = async ({ token, tenant: of }: { readonly token: string; readonly tenant: string }) => {
        if (of === tenant) letters.push(token)
      }
      const plugins = [analytics(), tickets({ survey: { secret: 'a secret of tests alone', send } })]
      const { storage } = fresh
      const crm = createCrm({ storage, plugins, tenancy: 'multi', clock, ids: testIds(), zone })
      const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
      const { id: contactId } = await admin.contacts.create({ name: '王芳', email: 'wang@example.com' })
      const complaints = (n: number, more: Partial<TicketCreate> = {}) =>
        admin.tickets.createMany(
          Array.from({ length: n }, () => ({ subject: '漏水', type: 'complaint' as const, contactId, ...more })),
        )
      return { crm, clock, admin, letters, contactId, complaints, system: crm.asSystem({ tenant, reason: 'survey' }) }
    }

    test('D6: of four that came in three are solved, after 4, 8 and 12 hours of business; what is opened again is not', async () => {
      const { admin, clock, contactId, system } = await desk('2026-06-01T07:00:00Z', 'Europe/Berlin')
      const open: [string, string][] = [['09:00', '17:00']]
      const definition = { timeZone: 'Europe/Berlin', week: { 1: open, 2: open, 3: open, 4: open, 5: open } }
      await admin.businessCalendars.create({ name: 'day', definition, main: true })
      const ids: string[] = []
      for (let i = 0; i < 4; i++)
        ids.push((await admin.tickets.open({ ticket: { subject: `${i}`, contactId, ownerId: 'u_adm' } })).id)
      for (const [i, at] of ['2026-06-01T11:00:00Z', '2026-06-01T15:00:00Z', '2026-06-02T11:00:00Z'].entries()) {
        await clock.advance(at)
        await admin.tickets.solve(ids[i] ?? '', {})
      }
      const asked = {
        measures: ['tickets.opened', 'tickets.openedAndSolved', 'tickets.resolutionWorkSeconds', 'tickets.reopened'],
        ...{ from: '2026-06-01', to: '2026-06-08' },
      }
      const figures = async () =>
        Object.values((await admin.analytics.query(asked)).data.totals).map(({ value, n }) => [value, n])
      expect(await figures()).toEqual([
        ...[[4, 4] as const, [3, 3] as const],
        ...[[8 * 3600, 3] as const, [0, 0] as const],
      ])
      await system.tickets.receive(ids[1] ?? '', { body: '又坏了' })
      expect((await figures()).slice(0, 3)).toEqual([
        [4, 4],
        [2, 2],
        [8 * 3600, 2],
      ])
      await admin.tickets.solve(ids[1] ?? '', {})
      expect((await figures()).slice(3)).toEqual([[1, 1]])
    })

    test('D8: complaints by product and cause, with their shares', async () => {
      const { admin, complaints } = await desk('2026-04-10T00:00:00+08:00', 'Asia/Shanghai')
      const { id: P1 } = await admin.products.create({ name: 'P1' })
      await complaints(7, { productId: P1, cause: 'leak' })
      await complaints(9, { productId: P1, cause: 'noise' })
      await complaints(4)
      await complaints(5, { type: 'question', productId: P1 })
      const { data, meta } = await admin.analytics.query({
        ...{ measures: ['tickets.complaints'], by: { product: 'productId', cause: 'cause' } },
        ...{ from: '2026-04-01', to: '2026-05-01', topN: { by: 'tickets.complaints', n: 10 } },
      })
      expect(data.rows.map(({ keys, values }) => [keys, values['tickets.complaints']])).toMatchObject([
        [
          { product: P1, cause: 'noise' },
          { value: 9, share: 0.45 },
        ],
        [
          { product: P1, cause: 'leak' },
          { value: 7, n: 7, share: 0.35 },
        ],
        [
          { product: null, cause: null },
          { value: 4, share: 0.2 },
        ],
        // Its group is there, for its tickets are; no complaint is among them.
        [
          { product: P1, cause: null },
          { value: 0, share: 0 },
        ],
      ])
      expect(await admin.tickets.count({ where: (meta.records?.where ?? {}) as object })).toBe(20)
    })

    test('D11: complaints month by month, each beside the first', async () => {
      const { admin, clock, complaints } = await desk('2026-01-01T00:00:00+08:00', 'Asia/Shanghai')
      await complaints(39)
      // The last moment of January in Shanghai.
      await clock.advance('2026-01-31T23:59:59+08:00')
      await complaints(1)
      await clock.advance('2026-02-01T00:00:00+08:00')
      await complaints(30)
      await clock.advance('2026-03-31T23:59:59+08:00')
      await complaints(20)
      await clock.advance('2026-04-20T00:00:00+08:00')
      const { data } = await admin.analytics.query({
        ...{ measures: ['tickets.complaints'], grain: 'month', compareTo: 'first' },
        ...{ from: '2026-01-01', to: '2026-04-01' },
      })
      const series = data.rows.map(({ period, values }) => {
        const { value, delta } = values['tickets.complaints'] ?? {}
        return [period?.start, value, delta?.absolute, delta?.relative]
      })
      expect(series).toEqual([
        ['2026-01-01', 40, 0, 0],
        ['2026-02-01', 30, -10, -0.25],
        ['2026-03-01', 20, -20, -0.5],
      ])
    })

    test('two windows beside each other: satisfied customers, and minutes to the first reply', async () => {
      const { crm, admin, clock, contactId, letters, system } = await desk('2026-06-01T09:00:00Z', 'UTC')
      const answered = async (after: readonly string[], scores: readonly number[]) => {
        for (const minutes of after) {
          const { id } = await admin.tickets.open({ ticket: { subject: 'x', contactId, ownerId: 'u_adm' } })
          await clock.advance(minutes)
          await admin.tickets.reply(id, { body: '马上处理' })
          await admin.tickets.solve(id, {})
        }
        await clock.advance('P2D')
        await crm.tick()
        for (const score of scores) await system.surveys.answer({ token: letters.shift() ?? '', score })
        letters.length = 0
      }
      await answered(['PT10M', 'PT20M', 'PT30M'], [9, 4])
      await clock.advance('2026-07-01T09:00:00Z')
      await answered(['PT5M', 'PT15M'], [8, 10])
      await clock.advance('2026-08-01T09:00:00Z')
      const { data } = await admin.analytics.compare({
        ...{ a: { from: '2026-06-01', to: '2026-07-01' }, b: { from: '2026-07-01', to: '2026-08-01' } },
        metrics: ['csat', 'response'],
      })
      expect(data.map(({ metric, unit, a, b, nA, nB }) => [metric, unit, a, b, nA, nB])).toEqual([
        // 9 of 9 and 4; who did not answer is on no side.
        ['csat', 'share', 0.5, 1, 2, 2],
        ['response', 'minutes', 20, 10, 3, 2],
      ])
    })

    test('what customers said, on the average and as it is, and how many are unhappy', async () => {
      const { crm, admin, clock, contactId, letters, system } = await desk('2026-06-01T09:00:00Z', 'UTC')
      for (const subject of ['a', 'b', 'c']) {
        const { id } = await admin.tickets.open({ ticket: { subject, contactId, ownerId: 'u_adm' } })
        await admin.tickets.solve(id, {})
      }
      await clock.advance('P2D')
      await crm.tick()
      for (const [i, score] of [9, 4].entries()) await system.surveys.answer({ token: letters[i] ?? '', score })
      const { data, meta } = await admin.analytics.query({
        ...{ measures: ['tickets.score', 'tickets.lowScores', 'tickets.solved'], from: '2026-06-01', to: '2026-07-01' },
      })
      expect(data.totals).toMatchObject({
        // Not rounded: it is no amount.
        'tickets.score': { value: 6.5, n: 2 },
        'tickets.lowScores': { value: 1 },
        'tickets.solved': { value: 3 },
      })
      expect(meta.excluded).toEqual({ no_value: 1 })
    })
  })
}
