import { type CoreTypes, command, createCrm, definePlugin, type PluginTypes } from '@guanxi/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf } from '../../../testkit/test/both.ts'
import { type ChatMessage, type Invitation, type TicketsTypes, tickets } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { desk } from './desk.ts'

/** A channel that notes what it is given, and answers as told. */
function fake() {
  const sent: ChatMessage[] = []
  const answers: ('sent' | 'refused' | Error)[] = []
  const send = async (message: ChatMessage) => {
    const answer = answers.shift() ?? 'sent'
    if (answer instanceof Error) throw answer
    if (answer === 'sent') sent.push(message)
    return answer
  }
  return { sent, answers, send }
}

onOne((stage) => {
  test('D2: a ticket of what somebody writes on WeChat, once; it goes on, is opened again, and followed up', async () => {
    const { agent, system, at, said } = desk(stage())
    const m1 = { user: 'wx1', messageId: 'm1', text: '物流延误\n一周没动', name: '王芳' }
    const first = await system.inbound.wechat(m1)
    expect(first).toMatchObject({ result: 'created', deduped: false })
    const { ticketId, contactId } = first
    expect(await system.inbound.wechat(m1)).toEqual({ result: 'duplicate', deduped: true, ticketId, contactId })
    expect(await agent.tickets.get(ticketId)).toMatchObject({ subject: '物流延误', channel: 'wechat', contactId })
    const { points } = await agent.contacts.get(contactId, { include: { points: true } })
    expect(points).toMatchObject([{ kind: 'wechat', normal: 'wx1', primary: true }])
    expect(await system.inbound.wechat({ user: 'wx1', messageId: 'm2', text: '在吗' })).toMatchObject({
      result: 'appended',
      ticketId,
    })
    await agent.tickets.assign(ticketId, { ownerId: 'u_a' })
    await agent.tickets.solve(ticketId, {})
    expect(await system.inbound.wechat({ user: 'wx1', messageId: 'm3', text: '还没到' })).toMatchObject({
      result: 'reopened',
      ticketId,
    })
    expect(await agent.tickets.get(ticketId)).toMatchObject({ stage: 'open', reopened: 1 })
    await agent.tickets.solve(ticketId, {})
    await at('2026-06-29T04:00:00Z')
    const later = await system.inbound.wechat({ user: 'wx1', messageId: 'm4', type: 'image' })
    expect(later).toMatchObject({ result: 'follow_up', contactId })
    expect(await agent.tickets.get(later.ticketId)).toMatchObject({ followsId: ticketId, channel: 'wechat' })
    expect(await system.inbound.wechat({ user: 'wx1', messageId: 'm5', text: '看图' })).toMatchObject({
      result: 'appended',
      ticketId: later.ticketId,
    })
    expect(await said(ticketId)).toEqual(['物流延误\n一周没动', '在吗', '还没到'])
    expect(await said(later.ticketId)).toEqual(['[image]', '看图'])
    expect(await agent.contacts.count({})).toBe(1)
  })

  test('T30: the same message three times at once is one; another person of the same id elsewhere is another', async () => {
    const { agent, system, said } = desk(stage())
    const { id: known } = await agent.contacts.create({ name: '李雷', points: [{ kind: 'wechat', value: 'wx2' }] })
    const message = { account: 'gh_1', user: 'wx2', messageId: 'm1', text: '你好' }
    const answers = await Promise.all([1, 2, 3].map(() => system.inbound.wechat(message)))
    expect(answers.map(({ result }) => result).sort()).toEqual(['created', 'duplicate', 'duplicate'])
    const [{ ticketId, contactId } = { ticketId: '', contactId: '' }] = answers
    expect(contactId).toBe(known)
    expect(await said(ticketId)).toEqual(['你好'])
    const wecom = await system.inbound.wecom(message)
    expect(wecom).toMatchObject({ result: 'created' })
    expect(wecom.contactId).not.toBe(known)
    const { points } = await agent.contacts.get(wecom.contactId, { include: { points: true } })
    expect(points).toMatchObject([{ kind: 'external', value: 'wecom:wx2' }])
    const other = await system.inbound.wechat({ ...message, account: 'gh_2' })
    expect(other).toMatchObject({ result: 'created', contactId: known })
  })

  test('T30: a survey is not sent either where the session is closed', async () => {
    const asked: string[] = []
    const send = async ({ ticket }: Invitation) => void asked.push(ticket.id)
    const survey = { secret: 'a long text that nobody knows', send, rules: { delay: 'PT24H' } }
    const { agent, system, at } = desk(stage(), { survey, chats: { wechat: fake() } })
    const solved = async (user: string) => {
      const { ticketId } = await system.inbound.wechat({ user, messageId: user, text: '物流延误' })
      await agent.tickets.assign(ticketId, { ownerId: 'u_a' })
      return ticketId
    }
    const [soon, late] = [await solved('wx1'), await solved('wx2')]
    await agent.tickets.solve(soon, {})
    await at('2026-06-02T05:00:00Z')
    await agent.tickets.solve(late, {})
    await at('2026-06-03T06:00:00Z')
    expect(asked).toEqual([soon])
    const { surveys } = await agent.tickets.get(late, { include: { surveys: true } })
    expect(surveys).toMatchObject([{ state: 'withdrawn', reason: 'session_closed' }])
  })

  test('T30: within 48 hours a reply is sent once; after them it is refused, and nothing is sent', async () => {
    const { sent, send } = fake()
    const { crm, agent, system, at, said } = desk(stage(), { chats: { wechat: { send } } })
    const { ticketId: id } = await system.inbound.wechat({
      account: 'gh_1',
      user: 'wx1',
      messageId: 'm1',
      text: '在吗',
    })
    expect(await agent.tickets.session(id, {})).toEqual({
      channel: 'wechat',
      open: true,
      closesAt: '2026-06-03T04:00:00.000Z',
      account: 'gh_1',
      user: 'wx1',
    })
    await at('2026-06-03T03:59:59.999Z')
    const reply = await agent.tickets.reply(id, { body: '在的' })
    expect(reply.delivery).toBe('waiting')
    await crm.tick()
    expect(sent).toMatchObject([{ channel: 'wechat', account: 'gh_1', user: 'wx1', text: '在的', messageId: reply.id }])
    expect((await agent.ticketMessages.get(reply.id)).delivery).toBe('sent')
    await at('2026-06-03T04:00:00Z')
    const refused = await errorOf(() => agent.tickets.reply(id, { body: '还在吗' }))
    expect(refused).toMatchObject({ code: 'SESSION_CLOSED', details: { closedAt: '2026-06-03T04:00:00.000Z' } })
    expect(refused.hint).toContain('another way')
    expect(await codeOf(() => system.tickets.reply(id, { body: '请评价' }))).toBe('SESSION_CLOSED')
    // What surveys ask before they are sent.
    expect((await system.tickets.session(id, {})).open).toBe(false)
    await crm.tick()
    expect(sent).toHaveLength(1)
    expect(await said(id)).toEqual(['在吗', '在的'])
    // What was said while it was open may be moved.
    const { id: other } = await agent.tickets.split(id, { messages: [reply.id] })
    expect(await said(other)).toEqual(['在的'])
    // A note is no message to him, and mail has no window.
    await agent.tickets.note(id, { body: '改天再说' })
    await agent.tickets.reply(id, { body: '见邮件', channel: 'email' })
    await system.inbound.wechat({ account: 'gh_1', user: 'wx1', messageId: 'm2', text: '在' })
    await agent.tickets.reply(id, { body: '好' })
    await crm.tick()
    expect(sent.map(({ text }) => text)).toEqual(['在的', '好'])
  })

  test('a window is the newest message’s, and no clock of somebody else’s makes it longer', async () => {
    const { agent, system } = desk(stage())
    const message = { user: 'wx1', text: '在吗' }
    const { ticketId: id } = await system.inbound.wechat({ ...message, messageId: 'm1', at: '2027-01-01T00:00:00Z' })
    expect((await agent.tickets.session(id, {})).closesAt).toBe('2026-06-03T04:00:00.000Z')
    await system.inbound.wechat({ ...message, messageId: 'm0', at: '2026-05-01T00:00:00Z' })
    expect((await agent.tickets.session(id, {})).closesAt).toBe('2026-06-03T04:00:00.000Z')
    const { ticketId: old } = await system.inbound.wechat({
      user: 'wx3',
      messageId: 'a',
      text: 'x',
      at: '2026-05-30T12:00:00+08:00',
    })
    expect(await agent.tickets.session(old, {})).toMatchObject({ open: false, closesAt: '2026-06-01T04:00:00.000Z' })
    const { ticketId: work } = await system.inbound.wecom({ user: 'wx1', messageId: 'w1', text: '在吗' })
    expect(await agent.tickets.session(work, {})).toMatchObject({ open: true, closesAt: '2026-06-03T04:00:00.000Z' })
  })

  test('what fails is tried again under the same key; what is refused, or too late when its turn comes, has failed', async () => {
    const { sent, answers, send } = fake()
    const keys: string[] = []
    const noting = (message: ChatMessage) => {
      keys.push(message.key)
      return send(message)
    }
    const { crm, clock, admin, agent, system } = desk(stage(), { chats: { wechat: { send: noting } } })
    const { ticketId: id } = await system.inbound.wechat({ user: 'wx1', messageId: 'm1', text: '在吗' })
    answers.push(new Error('away'), 'sent', 'refused')
    const first = await agent.tickets.reply(id, { body: '一' })
    await crm.tick()
    expect((await agent.ticketMessages.get(first.id)).delivery).toBe('waiting')
    await clock.advance('PT1M')
    await crm.tick()
    expect((await agent.ticketMessages.get(first.id)).delivery).toBe('sent')
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    const second = await agent.tickets.reply(id, { body: '二' })
    await crm.tick()
    expect((await agent.ticketMessages.get(second.id)).delivery).toBe('failed')
    const third = await agent.tickets.reply(id, { body: '三' })
    await clock.advance('P3D')
    await crm.tick()
    expect((await agent.ticketMessages.get(third.id)).delivery).toBe('failed')
    expect(sent.map(({ text }) => text)).toEqual(['一'])
    expect(await admin.deadLetters.list({})).toMatchObject({ items: [] })
  })

  test('a channel of the host’s own has no window unless told, and is brought by its own port', async () => {
    const { sent, send } = fake()
    const options = { chats: { line: { send }, telegram: { send, window: 'PT1H' } } }
    const { crm, agent, system, at } = desk(stage(), options)
    const message = { user: 'u9', messageId: 'm1', text: 'hello' }
    const line = await system.inbound.chat({ channel: 'line', ...message })
    const telegram = await system.inbound.chat({ channel: 'telegram', ...message })
    await at('2026-06-30T00:00:00Z')
    expect(await agent.tickets.session(line.ticketId, {})).toMatchObject({ open: true, closesAt: null, user: 'u9' })
    await agent.tickets.reply(line.ticketId, { body: 'hi' })
    expect(await codeOf(() => agent.tickets.reply(telegram.ticketId, { body: 'hi' }))).toBe('SESSION_CLOSED')
    await crm.tick()
    expect(sent).toMatchObject([{ channel: 'line', user: 'u9', text: 'hi' }])
  })

  test('somebody who has never written cannot be written to, unless the host does it himself; nor twice', async () => {
    const { sent, send } = fake()
    const { crm, agent, opened, system, tenant } = desk(stage(), { chats: { wechat: { send } } })
    const { id: contactId } = await agent.contacts.create({ name: '王芳' })
    const { id } = await agent.tickets.open({ ticket: { subject: '回访', contactId, channel: 'wechat' } })
    expect(await errorOf(() => agent.tickets.reply(id, { body: '您好' }))).toMatchObject({
      code: 'SESSION_CLOSED',
      details: { closedAt: null },
    })
    const himself = opened({}).as({ tenant, user: 'u_a', roles: ['agent'] })
    expect(await himself.tickets.reply(id, { body: '您好' })).toMatchObject({ delivery: null })
    const { ticketId } = await system.inbound.wechat({ user: 'wx1', messageId: 'm1', text: '在吗' })
    const { id: messageId } = await agent.tickets.reply(ticketId, { body: '在的' })
    await system.tickets.delivered(ticketId, { messageId, delivery: 'sent' })
    await crm.tick()
    expect(sent).toEqual([])
    const elsewhere = { messageId, delivery: 'failed' } as const
    expect(await codeOf(() => system.tickets.delivered(id, elsewhere))).toBe('REFERENCE_NOT_FOUND')
  })

  test('people who were erased are nobody, and do not stand in each other’s way', async () => {
    const { admin, agent, system } = desk(stage())
    const erased: string[] = []
    for (const user of ['wx1', 'wx2']) {
      const { contactId } = await system.inbound.wechat({ user, messageId: user, text: '请删除我' })
      await admin.contacts.eraseSubject(contactId, {})
      erased.push(contactId)
    }
    const { chatSessions } = await admin.contacts.get(erased[1] ?? '', { include: { chatSessions: true } })
    expect(chatSessions.map(({ user }) => user)).not.toContain('wx2')
    const again = await system.inbound.wechat({ user: 'wx1', messageId: 'm2', text: '你好' })
    expect(again.result).toBe('created')
    expect(erased).not.toContain(again.contactId)
    expect(await agent.contacts.get(again.contactId)).toMatchObject({ name: null })
  })

  test('what was merged or thrown away meanwhile', async () => {
    const { admin, agent, system } = desk(stage())
    const one = await system.inbound.wechat({ user: 'wx1', messageId: 'm1', text: '一' })
    const two = await system.inbound.wechat({ user: 'wx2', messageId: 'm2', text: '二' })
    await agent.tickets.merge(one.ticketId, { into: two.ticketId })
    expect(await system.inbound.wechat({ user: 'wx1', messageId: 'm3', text: '三' })).toMatchObject({
      result: 'appended',
      ticketId: two.ticketId,
    })
    await admin.tickets.delete(two.ticketId)
    await admin.contacts.delete(one.contactId)
    const again = await system.inbound.wechat({ user: 'wx1', messageId: 'm4', text: '四' })
    expect(again.result).toBe('created')
    expect(again.contactId).not.toBe(one.contactId)
    expect(await system.inbound.wechat({ user: 'wx1', messageId: 'm5', text: '五' })).toMatchObject({
      result: 'appended',
      ticketId: again.ticketId,
      contactId: again.contactId,
    })
  })

  test('a channel of another plugin’s: its own words in, its own courier out', async () => {
    const operations = {
      inbound: {
        line: command({
          target: 'collection',
          summary: 'A message on LINE.',
          input: () => z.strictObject({ from: z.string(), id: z.string(), text: z.string() }),
          output: z.void,
        }),
      },
    }
    interface LineTypes extends PluginTypes {
      entities: {}
      operations: typeof operations
      events: {}
    }
    const sent: unknown[] = []
    const line = definePlugin<LineTypes, CoreTypes & TicketsTypes & LineTypes>({
      id: 'line',
      version: '1.0.0',
      dependsOn: ['tickets'],
      operations,
      handlers: {
        inbound: {
          async line({ crm }, { from, id, text }) {
            await crm.inbound.chat({ channel: 'line', user: from, messageId: id, text })
          },
        },
      },
      couriers: {
        async 'ticket.replied'({ recordId, data: { messageId } }, { crm }) {
          const { user } = await crm.tickets.session(recordId, { channel: 'line' })
          sent.push([user, (await crm.ticketMessages.get(messageId)).body])
          await crm.tickets.delivered(recordId, { messageId, delivery: 'sent' })
        },
      },
    })
    const { storage, tenant } = stage()
    const crm = createCrm({ storage, plugins: [tickets(), line], tenancy: 'multi' })
    const me = crm.as({ tenant, user: 'u_a', roles: ['admin'] })
    await me.inbound.accept({ channel: 'line', payload: { from: 'u7', id: '1', text: 'hello' } })
    await crm.tick()
    const [ticket] = (await me.tickets.list({})).items
    expect(ticket).toMatchObject({ subject: 'hello', channel: 'line' })
    const { id } = await me.tickets.reply(ticket?.id ?? '', { body: 'hi' })
    await crm.tick()
    expect(sent).toEqual([['u7', 'hi']])
    expect((await me.ticketMessages.get(id)).delivery).toBe('sent')
  })
})
