import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { type TicketCreate, tickets } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'

/** `u_a` sells to the customer; `u_s` is in service. */
async function desk({ storage, tenant }: Stage) {
  const clock = testClock('2026-06-01T01:00:00Z')
  const crm = createCrm({ tenancy: 'multi', storage, plugins: [tickets()], clock })
  const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const sales = crm.as({ tenant, user: 'u_a', roles: ['sales', 'accounts'] })
  const agent = crm.as({ tenant, user: 'u_s', roles: ['agent'] })
  const { id: companyId } = await sales.companies.create({ name: '精工' })
  const { id: contactId } = await sales.contacts.create({ name: '王芳', companyId })
  const complaint = async (more: Partial<TicketCreate> = {}) => {
    const ticket = { subject: '物流延误', type: 'complaint', companyId, contactId, ownerId: 'u_s', ...more } as const
    const { id } = await agent.tickets.open({ ticket })
    await crm.tick()
    return id
  }
  const tasks = async () => (await sales.tasks.list({ orderBy: { id: 'asc' }, include: { complaints: true } })).items
  return { crm, clock, admin, sales, agent, companyId, contactId, complaint, tasks }
}

onOne((stage) => {
  test('D7: sales has a task about a complaint, and it is done with the resolution', async () => {
    const { crm, clock, agent, admin, sales, complaint, tasks, companyId, contactId } = await desk(stage())
    const id = await complaint({ priority: 'urgent' })
    expect(await tasks()).toMatchObject([
      {
        ...{ ownerId: 'u_a', title: '#1 物流延误 (complaint)', priority: 'high', stage: 'open', companyId, contactId },
        complaints: [{ id }],
      },
    ])
    // Who serves has no say in the tasks of sales.
    await agent.tickets.move(id, { to: 'pending' })
    await agent.tickets.solve(id, { resolution: '已补发' })
    await crm.tick()
    expect(await tasks()).toMatchObject([{ stage: 'done', outcome: '已补发' }])
    await admin.tickets.receive(id, { body: '还没到' })
    await crm.tick()
    expect(await tasks()).toMatchObject([{ stage: 'open', outcome: null }])
    await agent.tickets.solve(id, { resolution: '已退款' })
    await crm.tick()
    expect(await tasks()).toMatchObject([{ stage: 'done', outcome: '已退款' }])
    // Opened once more, and sales has done its own part: a word about the ticket is no reason to do it again.
    await admin.tickets.receive(id, { body: '没收到' })
    await crm.tick()
    await clock.advance('PT1H')
    await sales.tasks.complete((await tasks())[0]?.id ?? '', { outcome: '已拜访' })
    await agent.tickets.update(id, { resolution: '待定' })
    await crm.tick()
    expect(await tasks()).toMatchObject([{ stage: 'done', outcome: '已拜访' }])
    expect((await admin.deadLetters.list({})).items).toEqual([])
  })

  test('D7: what becomes a complaint later, whose customer is known later, and what is none', async () => {
    const { crm, admin, sales, agent, complaint, tasks, contactId, companyId } = await desk(stage())
    await complaint({ type: 'question' })
    expect(await tasks()).toEqual([])
    const later = await complaint({ type: 'question' })
    await agent.tickets.update(later, { type: 'complaint' })
    await crm.tick()
    expect(await tasks()).toMatchObject([{ complaints: [{ id: later }] }])
    await agent.tickets.update(later, { priority: 'high', category: '物流' })
    await crm.tick()
    expect(await tasks()).toHaveLength(1)
    // A company that nobody has, and a person whom u_a has; nobody at all; somebody from now on.
    const { id: free } = await admin.companies.create({ name: '无主' })
    const { id: alone } = await admin.contacts.create({ name: '李雷' })
    await admin.companies.update(free, { ownerId: null })
    await admin.contacts.update(alone, { ownerId: null })
    await complaint({ companyId: free, contactId })
    await complaint({ companyId: free, contactId: null })
    const stranger = await complaint({ companyId: null, contactId: alone })
    expect(await tasks()).toHaveLength(2)
    await agent.tickets.update(stranger, { companyId })
    await crm.tick()
    expect((await tasks()).map(({ complaints }) => complaints.map(({ id }) => id))[2]).toEqual([stranger])
    // What sales has done itself stays as it was said; without a word of theirs it gets the resolution.
    const [first, second] = await tasks()
    await sales.tasks.complete(first?.id ?? '', { outcome: '已拜访' })
    await sales.tasks.complete(second?.id ?? '', {})
    for (const task of [first, second])
      await agent.tickets.solve(task?.complaints[0]?.id ?? '', { resolution: '已补发' })
    await crm.tick()
    expect((await tasks()).map(({ outcome }) => outcome)).toEqual(['已拜访', '已补发', null])
  })

  test('D7: whoever has the company is told, whoever has the person; a task that was thrown away is not made again', async () => {
    const { crm, admin, sales, agent, complaint, tasks, companyId } = await desk(stage())
    const { id: contactId } = await admin.contacts.create({ name: '韩梅', companyId, ownerId: 'u_other' })
    const id = await complaint({ contactId })
    const [task] = await tasks()
    expect(task).toMatchObject({ ownerId: 'u_a', complaints: [{ id }] })
    await sales.tasks.delete(task?.id ?? '')
    await agent.tickets.solve(id, { resolution: '已补发' })
    await crm.tick()
    expect(await tasks()).toEqual([])
  })

  test('D7: of merged complaints one task is left to do, with the ticket that goes on', async () => {
    const { crm, agent, complaint, tasks } = await desk(stage())
    const [one, other, question] = [await complaint(), await complaint(), await complaint({ type: 'question' })]
    await agent.tickets.merge(one, { into: other })
    await crm.tick()
    expect(await tasks()).toMatchObject([{ stage: 'done', outcome: '→ #2' }, { stage: 'open' }])
    await agent.tickets.merge(other, { into: question })
    await crm.tick()
    expect((await tasks())[1]).toMatchObject({ stage: 'open' })
    await agent.tickets.solve(question, { resolution: '已补发' })
    await crm.tick()
    expect((await tasks())[1]).toMatchObject({ stage: 'done', outcome: '已补发' })
  })

  test('D7: solved before sales was told: they hear of it, and that it is done', async () => {
    const { crm, agent, tasks, contactId } = await desk(stage())
    const { id } = await agent.tickets.create({
      subject: '漏'.repeat(1000),
      type: 'complaint',
      contactId,
      ownerId: 'u_s',
    })
    await agent.tickets.solve(id, { resolution: '已更换' })
    await crm.tick()
    // A subject as long as can be leaves room.
    const title = `#1 ${'漏'.repeat(900)}… (complaint)`
    expect(await tasks()).toMatchObject([{ stage: 'done', outcome: '已更换', title }])
  })
})
