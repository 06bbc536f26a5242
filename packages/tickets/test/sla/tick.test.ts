import { expect, test, vi } from 'vitest'
import { watch } from '../../../testkit/test/watch.ts'
import { onBoth } from '../both.ts'
import { desk } from './desk.ts'

onBoth((make) => {
  test('a tick costs what is due, however many clocks run', async () => {
    const costs: Record<number, string[]> = {}
    for (const others of [3, 120]) {
      const storage = await make()
      const { crm, agent, contactId, policy, opened, at, clock } = await desk(storage, '2026-06-01T07:00:00Z')
      await policy({ targets: { urgent: { first_reply: 'PT57M' }, normal: { first_reply: 'PT400H' } } })
      const due = await opened({ priority: 'urgent' })
      await agent.tickets.createMany(Array.from({ length: others }, (_, i) => ({ subject: `t${i}`, contactId })))
      await at('2026-06-01T07:51:00Z')
      await clock.advance('2026-06-01T07:57:00Z')
      const seen = watch(storage)
      expect(await crm.tick()).toMatchObject({ done: 1, dead: 0 })
      vi.restoreAllMocks()
      costs[others] = [...seen]
      expect((await agent.tickets.sla(due, {})).clocks).toMatchObject([{ state: 'breached' }])
    }
    expect(costs[120]).toEqual(costs[3])
    expect(costs[3]?.length).toBeLessThanOrEqual(24)
  })

  test('tickets without policies ask for them once, and for nothing more', async () => {
    const storage = await make()
    const { agent, contactId } = await desk(storage, '2026-06-01T07:00:00Z')
    const seen = watch(storage)
    for (const subject of ['x', 'y']) await agent.tickets.create({ subject, contactId })
    vi.restoreAllMocks()
    expect(seen.filter((one) => /sla|calendar/i.test(one))).toEqual(['tx select slaPolicy'])
  })

  test("thirty policies about a ticket's own fields cost no more than one", async () => {
    const storage = await make()
    const { agent, contactId, policy, only } = await desk(storage, '2026-06-01T07:00:00Z')
    for (let i = 0; i < 30; i++)
      await policy({ when: { category: `c${i}` }, targets: { normal: { first_reply: 'PT1H' } } })
    const seen = watch(storage)
    const { id } = await agent.tickets.create({ subject: 'x', contactId, category: 'c29' })
    vi.restoreAllMocks()
    expect(seen.filter((one) => /select (ticket|sla)/.test(one))).toEqual([
      'tx select ticket', // its number
      'tx select slaPolicy',
      'tx select slaClock',
    ])
    expect(await only(id)).toMatchObject({ state: 'running', dueAt: '2026-06-01T08:00:00.000Z' })
  })
})
