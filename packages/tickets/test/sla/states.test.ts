import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import { desk } from './desk.ts'

onBoth((make) => {
  test('an escalation whose clock has ended meanwhile is not carried out', async () => {
    const { crm, agent, system, clock, policy, opened, told } = await desk(await make(), '2026-06-01T07:00:00Z')
    const actions = [{ do: 'tag' as const, tag: 'late' }]
    await policy({
      targets: { normal: { first_reply: 'PT2H' } },
      escalations: [{ metric: 'first_reply', at: { percent: 50 }, actions }],
    })
    const [late, answered] = [await opened(), await opened()]
    await clock.advance('2026-06-01T08:00:00Z')
    for (const id of [late, answered]) await system.tickets.ring(id, {})
    await agent.tickets.reply(answered, { body: '请稍候' })
    await crm.tick()
    expect(await told(answered, 'escalate')).toHaveLength(1)
    const { items } = await agent.tickets.list({ where: { tags: { some: { tag: 'late' } } } })
    expect(items.map(({ id }) => id)).toEqual([late])
  })

  test('what is promised anew holds for what stands still and for what is late, and not for what has ended', async () => {
    const { admin, agent, policy, opened, at, only } = await desk(await make(), '2026-06-01T07:00:00Z')
    const { id: policyId } = await policy({ clock: 'calendar', targets: { normal: { resolution: 'PT2H' } } })
    const [still, late, ended] = [await opened(), await opened(), await opened()]
    await agent.tickets.move(still, { to: 'pending' })
    await agent.tickets.solve(ended, {})
    await at('2026-06-01T09:00:00Z')
    expect((await only(late)).state).toBe('breached')
    await admin.slaPolicies.update(policyId, { targets: { normal: { resolution: 'PT4H' } } })
    await at('2026-06-01T09:00:01Z')
    expect(await Promise.all([still, late, ended].map(only))).toMatchObject([
      { state: 'paused', target: 14_400 },
      { state: 'running', target: 14_400, dueAt: '2026-06-01T11:00:00.000Z' },
      { state: 'fulfilled', target: 7200 },
    ])
  })
})
