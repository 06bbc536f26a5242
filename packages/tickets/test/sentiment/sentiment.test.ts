import { expect, test } from 'vitest'
import { desk } from '../channels/desk.ts'
import { onOne } from '../on-one.ts'

onOne((stage) => {
  /** Whoever writes 投诉 is angry, and is heard at the second try. */
  function fake() {
    const asked: string[] = []
    const failing = { times: 0 }
    const score = async ({ text, key }: { text: string; key: string }) => {
      asked.push(key)
      if (failing.times-- > 0) throw new Error('away')
      return text.includes('再次')
        ? -0.9
        : text.includes('投诉')
          ? -0.8
          : text.includes('慢')
            ? -0.5
            : text.includes('?')
              ? null
              : 0.2
    }
    return { asked, failing, sentiment: { score } }
  }
  const tagsOf = (tags: readonly { readonly tag: string }[]) => tags.map(({ tag }) => tag)

  test('D9: an angry customer is looked at sooner, by one level, once, and tagged', async () => {
    const { asked, sentiment } = fake()
    const { crm, agent, system } = desk(stage(), { sentiment })
    const { ticketId: id } = await system.inbound.wechat({ user: 'wx1', messageId: 'm1', text: '你好' })
    await crm.tick()
    const now = async () => {
      const { priority, mood, tags } = await agent.tickets.get(id, { include: { tags: true } })
      return { priority, mood, tags: tagsOf(tags) }
    }
    expect(await now()).toEqual({ priority: 'normal', mood: 0.2, tags: [] })
    await system.tickets.receive(id, { body: '我要投诉' })
    expect(await now()).toEqual({ priority: 'normal', mood: 0.2, tags: [] })
    await crm.tick()
    expect(await now()).toEqual({ priority: 'high', mood: -0.8, tags: ['angry'] })
    await system.tickets.receive(id, { body: '再次投诉!' })
    await system.tickets.receive(id, { body: '谢谢' })
    await crm.tick()
    expect(await now()).toEqual({ priority: 'high', mood: -0.9, tags: ['angry'] })
    await agent.tickets.reply(id, { body: '投诉已受理', channel: 'email' })
    await system.tickets.receive(id, { body: '投诉: I am away', automatic: true })
    await crm.tick()
    expect(asked).toHaveLength(4)
  })

  test('D9: at -0.5 and below, or as told; where nothing can be told nothing is done', async () => {
    const { sentiment } = fake()
    const { crm, tenant, agent, opened, system } = desk(stage(), { sentiment })
    const { id: contactId } = await agent.contacts.create({ name: '王芳' })
    const open = async (body: string, priority: 'normal' | 'urgent' = 'normal') =>
      (await agent.tickets.open({ ticket: { subject: body, contactId, priority }, message: { body } })).id
    const [slow, asks, urgent] = [await open('太慢'), await open('?'), await open('投诉', 'urgent')]
    await crm.tick()
    const priority = async (id: string) => (await agent.tickets.get(id)).priority
    expect(await priority(slow)).toBe('high')
    expect(await agent.tickets.get(asks)).toMatchObject({ priority: 'normal', mood: null })
    expect(await agent.tickets.get(urgent)).toMatchObject({ priority: 'urgent', mood: -0.8 })
    const strict = opened({ sentiment: { ...sentiment, angry: -0.7 } })
    const mild = await strict
      .asSystem({ tenant, reason: 'x' })
      .inbound.wechat({ user: 'wx1', messageId: 'm1', text: '太慢' })
    await strict.tick()
    expect(await agent.tickets.get(mild.ticketId)).toMatchObject({ priority: 'normal', mood: -0.5 })
    // Without a port nobody is asked, and nothing fails.
    const without = opened({})
    const { ticketId } = await system.inbound.wechat({ user: 'wx9', messageId: 'm2', text: '投诉' })
    await crm.tick()
    const quiet = await without
      .asSystem({ tenant, reason: 'x' })
      .inbound.wechat({ user: 'wx8', messageId: 'm3', text: '投诉' })
    expect(await without.tick()).toMatchObject({ dead: 0 })
    expect([await priority(ticketId), await priority(quiet.ticketId)]).toEqual(['high', 'normal'])
  })

  test('D9: what fails is asked again, with the same key', async () => {
    const { asked, failing, sentiment } = fake()
    const { crm, clock, agent, system } = desk(stage(), { sentiment })
    failing.times = 2
    const { ticketId: id } = await system.inbound.wechat({ user: 'wx1', messageId: 'm1', text: '投诉' })
    await crm.tick()
    expect((await agent.tickets.get(id)).priority).toBe('normal')
    for (let i = 0; i < 3; i++) {
      await clock.advance('PT1M')
      await crm.tick()
    }
    expect((await agent.tickets.get(id)).priority).toBe('high')
    expect(asked).toHaveLength(3)
    expect(new Set(asked).size).toBe(1)
  })
})
