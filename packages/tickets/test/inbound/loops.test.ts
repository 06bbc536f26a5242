import { expect, test } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { bounce, letter, onDesks } from './mail.ts'

onDesks((desk) => {
  test('T22: an automatic answer to a solved ticket is kept, opens nothing, and nobody answers it', async () => {
    const { crm, admin, agent, got, said, answered, sent } = await desk()
    const targets = { normal: { next_reply: 'PT1H' } }
    await admin.slaPolicies.create({ name: 'default', clock: 'calendar', targets })
    const { id, reply } = await answered()
    await agent.tickets.solve(id, {})
    await crm.tick()
    const before = sent().length
    const headers = { 'In-Reply-To': reply.messageId ?? '', 'Auto-Submitted': 'auto-replied' }
    expect(await got(letter({ id: 'away@example.com', headers, body: 'I am away.' }))).toMatchObject({
      result: 'appended',
      ticketId: id,
    })
    await crm.tick()
    expect(await agent.tickets.get(id)).toMatchObject({ stage: 'solved', reopened: 0, waitingSince: null })
    expect((await said(id)).at(-1)).toMatchObject({ automatic: true, body: 'I am away.' })
    expect((await agent.tickets.sla(id, {})).clocks).toEqual([])
    expect(sent()).toHaveLength(before)
    // A closed ticket has no follow-up of it either.
    await agent.tickets.move(id, { to: 'closed' })
    expect(await got(letter({ id: 'away2@example.com', headers }))).toMatchObject({ result: 'appended', ticketId: id })
    expect(await agent.tickets.get(id)).toMatchObject({ stage: 'closed' })
    expect(await agent.tickets.count({})).toBe(1)
  })

  test('T22: a mail that comes back has failed, and nothing is sent there until somebody writes from there', async () => {
    const { crm, admin, agent, got, said, answered } = await desk()
    const { id, reply } = await answered()
    const tickets = await agent.tickets.count({})
    const dsn = bounce(reply.messageId ?? '', 'wang@example.com')
    expect(await got(dsn)).toMatchObject({ result: 'bounce_recorded', ticketId: id })
    expect((await said(id)).find((one) => one.id === reply.id)).toMatchObject({ delivery: 'failed', body: '今天送到' })
    expect(await agent.tickets.get(id)).toMatchObject({ stage: 'open', reopened: 0 })
    expect(await agent.tickets.count({})).toBe(tickets)
    expect(await admin.mail.suppressed({})).toMatchObject([{ address: 'wang@example.com', reason: 'returned: 5.1.1' }])
    expect(await codeOf(() => agent.tickets.reply(id, { body: '?' }))).toBe('ADDRESS_SUPPRESSED')
    const headers = { References: reply.messageId ?? '' }
    // A machine is no proof that somebody is there.
    await got(letter({ id: 'away@example.com', headers: { ...headers, 'Auto-Submitted': 'auto-replied' } }))
    expect(await admin.mail.suppressed({})).toHaveLength(1)
    await got(letter({ id: 'm2@example.com', headers, body: 'I am here.' }))
    expect(await admin.mail.suppressed({})).toEqual([])
    expect(await agent.tickets.reply(id, { body: '好' })).toMatchObject({ delivery: 'waiting' })
    await crm.tick()
  })

  test('a report says nothing of others: who was not written to, a delay, a mail that is not ours', async () => {
    const { admin, said, got, answered } = await desk()
    const { id, reply } = await answered()
    const ours = reply.messageId ?? ''
    const delivery = async () => (await said(id)).find((one) => one.id === reply.id)?.delivery
    expect(await got(bounce(ours, 'chen@example.com'))).toMatchObject({ ticketId: id })
    expect(await got(bounce(ours, 'wang@example.com', '4.2.1', 'delayed'))).toMatchObject({ ticketId: id })
    expect(await got(bounce('<x@y>', 'wang@example.com', '5.0.0'))).toEqual({
      ...{ result: 'bounce_recorded', ticketId: null, messageId: null },
    })
    expect([await delivery(), await admin.mail.suppressed({})]).toEqual(['sent', []])
    // What will be tried no longer has failed; the address may be there tomorrow.
    await got(bounce(ours, 'wang@example.com', '4.4.7'))
    expect([await delivery(), await admin.mail.suppressed({})]).toEqual(['failed', []])
    expect(await admin.mail.release({ address: 'wang@example.com' })).toEqual({ released: false })
  })

  test('T22: what we have sent ourselves is dropped', async () => {
    const { agent, got, answered } = await desk()
    const { reply } = await answered()
    const before = await agent.tickets.count({})
    const own = [
      letter({ id: (reply.messageId ?? '').slice(1, -1) }),
      letter({ id: 'other@DESK.x.cn' }),
      letter({ id: 'l1@example.com', headers: { 'X-Loop': 'support@x.cn' } }),
      letter({ id: 'l2@example.com', from: 'X <sales@x.cn>' }),
      letter({ id: 'l3@example.com', from: 'X <Support+1-00000000000000000000@x.cn>' }),
    ]
    for (const raw of own) expect(await got(raw)).toEqual({ result: 'loop_dropped', ticketId: null, messageId: null })
    expect(await agent.tickets.count({})).toBe(before)
    // A colleague's mail comes from the domain of the address, and is no loop.
    expect(await got(letter({ id: 'c1@x.cn', from: 'chef@x.cn' }))).toMatchObject({ result: 'created' })
  })

  test('T22: twenty mails of one sender in ten minutes: one acknowledgement; then another', async () => {
    const { crm, clock, agent, got, sent } = await desk()
    for (let i = 0; i < 20; i++) {
      await got(letter({ id: `a${i}@example.com`, subject: `Re: ${i}` }))
      await clock.advance('PT29S')
    }
    await crm.tick()
    expect(await agent.tickets.count({})).toBe(20)
    expect(sent().map(({ text, to }) => [text, to[0]?.address])).toEqual([['已收到，编号 1。', 'wang@example.com']])
    await clock.advance('PT20S')
    await got(letter({ id: 'a20@example.com' }))
    await crm.tick()
    expect(sent()).toHaveLength(2)
  })

  test('machines are told nothing', async () => {
    const { crm, agent, got, said, sent } = await desk()
    const headers: readonly Readonly<Record<string, string>>[] = [
      { 'Auto-Submitted': 'auto-generated' },
      { Precedence: 'bulk' },
      { 'Return-Path': '<>' },
      { 'X-Autoreply': 'yes' },
      { 'List-Id': '<news.example.com>' },
    ]
    for (const [i, each] of headers.entries()) {
      const { ticketId } = await got(letter({ id: `h${i}@example.com`, from: `m${i}@example.com`, headers: each }))
      expect((await said(ticketId))[0]?.automatic, JSON.stringify(each)).toBe(true)
    }
    const human = [
      letter({ id: 'n1@example.com', from: 'no-reply@shop.example' }),
      letter({
        id: 'n2@example.com',
        from: 'a@example.com',
        headers: { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
      }),
      letter({
        id: 'n3@example.com',
        from: 'b@example.com',
        headers: { 'Auto-Submitted': 'no', 'Return-Path': '<b@example.com>' },
      }),
    ]
    for (const raw of human) expect((await said((await got(raw)).ticketId))[0]?.automatic).toBe(false)
    await crm.tick()
    expect(sent().map(({ to }) => to[0]?.address)).toEqual(['b@example.com'])
    expect(await agent.tickets.count({})).toBe(8)
  })

  test('two machines that answer each other without saying so open a ticket so often and no more', async () => {
    const { agent, got, said, answered } = await desk()
    const { id, reply } = await answered()
    const headers = { References: reply.messageId ?? '' }
    for (let i = 0; i < 12; i++) {
      await agent.tickets.move(id, { to: 'pending' })
      await got(letter({ id: `p${i}@example.com`, headers }))
      const { stage } = await agent.tickets.get(id)
      expect(stage, `mail ${i}`).toBe(i < 9 ? 'open' : 'pending')
      if (stage === 'pending') await agent.tickets.move(id, { to: 'open' })
    }
    expect((await said(id)).filter(({ automatic, direction }) => automatic && direction === 'in')).toHaveLength(3)
  })
})
