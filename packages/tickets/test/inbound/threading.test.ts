import { expect, test } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { letter, onDesks } from './mail.ts'

onDesks((desk) => {
  test('T19: a mail goes where its references lead, and an answer has ids of its own', async () => {
    const { crm, sent: out, agent, got, said } = await desk()
    const first = await got(letter())
    expect(first).toMatchObject({ result: 'created' })
    const { ticketId } = first
    const id = ticketId ?? ''
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    const reply = await agent.tickets.reply(id, { body: '今天送到', stage: 'pending' })
    expect(reply).toMatchObject({
      delivery: 'waiting',
      mailbox: 'support@x.cn',
      references: ['<m1@example.com>'],
      mail: { to: [{ address: 'wang@example.com', name: 'Wang' }], subject: 'Re: 物流延误 [#1]' },
    })
    await crm.tick()
    const sent = out().find(({ text }) => text.startsWith('今天送到'))
    expect(sent).toMatchObject({
      messageId: reply.messageId,
      inReplyTo: '<m1@example.com>',
      references: ['<m1@example.com>'],
      from: { address: 'support@x.cn', name: 'X 客服' },
    })
    expect(sent?.messageId).toMatch(/^<[^<>\s]+@desk\.x\.cn>$/)
    expect(sent?.headers['Auto-Submitted']).toBeUndefined()
    expect((await said(id)).map(({ delivery }) => delivery)).toEqual([null, 'sent', 'sent'])
    // Another subject, no In-Reply-To, and an id of somebody else's first.
    const answer = letter({
      id: 'm2@example.com',
      subject: '发票',
      headers: { References: `<zzz@y> ${reply.messageId}` },
      body: 'When?',
    })
    expect(await got(answer)).toMatchObject({ result: 'appended', ticketId: id })
    const again = await agent.tickets.reply(id, { body: '下午' })
    expect(again.messageId).not.toBe(reply.messageId)
    expect(again.references).toEqual(['<zzz@y>', reply.messageId, '<m2@example.com>'])
    await crm.tick()
    expect(out().at(-1)).toMatchObject({ inReplyTo: '<m2@example.com>', references: again.references })
  })

  test('T19: of several mails that it refers to the newest counts, and what it answers is the newest', async () => {
    const { got } = await desk()
    const [one, other] = [await got(letter()), await got(letter({ id: 'b1@example.com' }))]
    const both = { References: '<m1@example.com> <b1@example.com>' }
    expect((await got(letter({ id: 'm2@example.com', headers: both }))).ticketId).toBe(other.ticketId)
    const answer = { ...both, 'In-Reply-To': '<m1@example.com>' }
    expect((await got(letter({ id: 'm3@example.com', headers: answer }))).ticketId).toBe(one.ticketId)
  })

  test('T20: the number in a subject counts for who takes part', async () => {
    const { agent, got } = await desk()
    const { ticketId } = await got(letter())
    const before = await agent.tickets.get(ticketId ?? '')
    const stranger = await got(letter({ from: 'eve@evil.example', subject: 'Re: [#1]', id: 'e1@evil.example' }))
    expect(stranger).toMatchObject({ result: 'created' })
    expect(stranger.ticketId).not.toBe(ticketId)
    expect(await agent.tickets.get(ticketId ?? '')).toEqual(before)
    const { items } = await agent.ticketLinks.list({ where: { fromId: stranger.ticketId ?? '' } })
    expect(items).toMatchObject([{ toId: ticketId, kind: 'related' }])
    expect(await got(letter({ subject: '又 [#1]', id: 'm2@example.com' }))).toMatchObject({
      result: 'appended',
      ticketId,
    })
    // No such ticket, and words alone: tickets of their own.
    expect(await got(letter({ subject: '[#99]', id: 'm3@example.com' }))).toMatchObject({ result: 'created' })
    expect(await got(letter({ id: 'm4@example.com' }))).toMatchObject({ result: 'created' })
  })

  test('T20: fetched twice it is there once; two mailboxes make one ticket, two deliveries and one acknowledgement', async () => {
    const { crm, sent: out, agent, got, said } = await desk()
    const raw = letter({ to: 'support@x.cn, sales@x.cn' })
    const { ticketId, messageId } = await got(raw)
    expect(await got(raw)).toEqual({ result: 'duplicate', ticketId, messageId })
    expect(await got(raw, 'sales@x.cn')).toEqual({ result: 'duplicate', ticketId, messageId })
    expect(await agent.tickets.count({})).toBe(1)
    expect(await agent.tickets.deliveries(ticketId ?? '', {})).toMatchObject([
      { mailbox: 'support@x.cn', result: 'created', messageId: '<m1@example.com>' },
      { mailbox: 'sales@x.cn', result: 'duplicate', sender: 'wang@example.com' },
    ])
    await crm.tick()
    expect(out()).toMatchObject([{ text: '已收到，编号 1。', headers: { 'Auto-Submitted': 'auto-replied' } }])
    expect((await said(ticketId)).map(({ direction }) => direction)).toEqual(['in', 'out'])
  })

  test('the signed address finds the ticket, and nobody else signs it', async () => {
    const { crm, sent: out, agent, got } = await desk()
    const { ticketId } = await got(letter())
    await crm.tick()
    const to = out()[0]?.replyTo.address ?? ''
    expect(to).toMatch(/^support\+1-[0-9a-f]{20}@x\.cn$/)
    const other = await got(letter({ id: 'm2@example.com', subject: '另一件事', from: 'chen@example.com', to }))
    expect(other).toMatchObject({ result: 'appended', ticketId })
    const forged = to.replace(/.(?=@)/, (last) => (last === '0' ? '1' : '0'))
    const lies = await got(letter({ id: 'm3@example.com', from: 'eve@evil.example', to: forged }))
    expect(lies).toMatchObject({ result: 'created' })
    expect((await agent.tickets.get(ticketId ?? '')).participants).toEqual(['wang@example.com', 'chen@example.com'])
  })

  test('T21: mail in answer to a merged ticket goes to the one that goes on, and who asked last is answered', async () => {
    const { agent, got } = await desk()
    const [a, b] = [await got(letter()), await got(letter({ id: 'b1@example.com', from: 'Chen <chen@example.com>' }))]
    const told = await agent.tickets.reply(b.ticketId ?? '', { body: '?' })
    await agent.tickets.merge(b.ticketId ?? '', { into: a.ticketId ?? '' })
    const headers = { 'In-Reply-To': told.messageId ?? '' }
    expect(await got(letter({ id: 'b2@example.com', from: 'Chen <chen@example.com>', headers }))).toMatchObject({
      result: 'appended',
      ticketId: a.ticketId,
    })
    const { mail } = await agent.tickets.reply(a.ticketId ?? '', { body: '!' })
    expect(mail?.to).toEqual([{ address: 'chen@example.com', name: 'Chen' }])
    const [first] = (
      await agent.ticketMessages.list({ where: { ticketId: a.ticketId ?? '' }, orderBy: { createdAt: 'asc' } })
    ).items
    const named = await agent.tickets.reply(a.ticketId ?? '', { body: '!', answers: first?.id })
    expect(named.mail?.to).toEqual([{ address: 'wang@example.com', name: 'Wang' }])
    expect((await agent.tickets.get(a.ticketId ?? '')).participants).toEqual(['wang@example.com', 'chen@example.com'])
  })

  test('what is said to a closed ticket is a follow-up; a mailbox that is none is refused', async () => {
    const { agent, got } = await desk()
    const { ticketId } = await got(letter())
    await agent.tickets.assign(ticketId ?? '', { ownerId: 'u_a' })
    await agent.tickets.move(ticketId ?? '', { to: 'closed' })
    const headers = { References: '<m1@example.com>' }
    const next = await got(letter({ id: 'm2@example.com', headers }))
    expect(next).toMatchObject({ result: 'follow_up' })
    expect(await agent.tickets.get(next.ticketId ?? '')).toMatchObject({ followsId: ticketId })
    expect(await codeOf(() => got(letter({ id: 'm3@example.com' }), 'nobody@x.cn'))).toBe('REFERENCE_NOT_FOUND')
  })
})
