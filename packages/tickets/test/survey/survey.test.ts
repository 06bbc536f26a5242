import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import { codeOf, errorOf } from '../../../testkit/test/both.ts'
import { type SurveyOptions, tickets } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { desk, secret } from './desk.ts'

onOne((stage) => {
  test('T24: sent after its delay, cancelled by a reopening, and asked once more after the next solution', async () => {
    const { agent, system, clock, post, opened, at, surveys } = await desk(stage())
    const [kept, reopened] = [await opened(), await opened()]
    await at('2026-06-01T10:00:00Z')
    await agent.tickets.solve(kept, {})
    await agent.tickets.solve(reopened, {})
    await at('2026-06-01T20:00:00Z')
    await system.tickets.receive(reopened, { body: '还没到' })
    await at('2026-06-02T09:59:59Z')
    expect(post.sent).toEqual([])
    await at('2026-06-02T10:00:00Z')
    expect(post.sent).toMatchObject([
      {
        ticket: { id: kept, number: 1, subject: '物流延误' },
        contact: { name: '王芳', email: 'wang@example.com' },
        expiresAt: '2026-06-16T10:00:00.000Z',
      },
    ])
    expect(await surveys(kept)).toMatchObject([{ cycle: 1, state: 'sent', sentAt: '2026-06-02T10:00:00.000Z' }])
    // The job may come again: he is asked once.
    expect(await system.surveys.ask({ ticketId: kept, cycle: 1 })).toEqual({ asked: false })
    await agent.tickets.solve(reopened, {})
    await at('2026-06-03T10:00:00Z')
    expect(post.sent.map(({ ticket }) => ticket.id)).toEqual([kept, reopened])
    expect(await surveys(reopened)).toMatchObject([{ cycle: 2, state: 'sent' }])
    await clock.advance('P1D')
    expect(post.tries).toHaveLength(2)
  })

  test('T24: to look is no answer; one answer counts; after 14 days there is none', async () => {
    const { agent, system, post, opened, at, surveys, admin } = await desk(stage())
    const [one, late] = [await opened(), await opened({ subject: '发票' })]
    await agent.tickets.solve(one, {})
    await agent.tickets.solve(late, {})
    await at('2026-06-02T09:00:00Z')
    const [token = '', other = ''] = post.sent.map((invitation) => invitation.token)
    const look = () => system.surveys.form({ token })
    expect(await look()).toEqual({
      number: 1,
      subject: '物流延误',
      scale: [0, 10],
      expiresAt: '2026-06-16T09:00:00.000Z',
      answered: false,
    })
    await look()
    expect(await surveys(one)).toMatchObject([{ state: 'sent', score: null, answeredAt: null }])
    await at('2026-06-03T08:00:00Z')
    expect(await system.surveys.answer({ token, score: 9, comment: '很快' })).toEqual({
      number: 1,
      score: 9,
      answeredAt: '2026-06-03T08:00:00.000Z',
    })
    const again = await errorOf(() => system.surveys.answer({ token, score: 1 }))
    expect([again.code, again.status]).toEqual(['ALREADY_ANSWERED', 409])
    expect(await surveys(one)).toMatchObject([{ state: 'answered', score: 9, comment: '很快' }])
    expect(await look()).toMatchObject({ answered: true })
    // The story of the ticket ends with the survey.
    const story = (await admin.tickets.story(one)).flatMap(({ changes }) => Object.entries(changes))
    expect(story.filter(([name]) => name === 'surveyedAt' || name === 'score')).toEqual([
      ['surveyedAt', [null, '2026-06-02T09:00:00.000Z']],
      ['score', [null, 9]],
    ])
    await at('2026-06-16T08:59:59Z')
    expect(await system.surveys.form({ token: other })).toMatchObject({ subject: '发票' })
    await at('2026-06-16T09:00:00Z')
    for (const call of [
      () => system.surveys.form({ token: other }),
      () => system.surveys.answer({ token: other, score: 3 }),
    ]) {
      const over = await errorOf(call)
      expect([over.code, over.status, over.details.reason]).toEqual(['SURVEY_OVER', 410, 'expired'])
    }
    // Who has answered hears that he has, however late he comes back.
    expect(await codeOf(() => system.surveys.answer({ token, score: 1 }))).toBe('ALREADY_ANSWERED')
  })

  test('T24: two answers at once are one', async () => {
    const { agent, system, post, opened, at, surveys, crm, admin } = await desk(stage())
    const id = await opened()
    await agent.tickets.solve(id, {})
    await at('2026-06-02T09:00:00Z')
    const token = post.sent[0]?.token ?? ''
    const said = await Promise.allSettled([2, 3, 4].map((score) => system.surveys.answer({ token, score })))
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    await crm.tick()
    expect(await surveys(id)).toHaveLength(1)
    expect(await admin.tasks.count()).toBe(1)
  })

  test('a token is its solution’s alone, and nothing of it is kept', async () => {
    const { agent, system, post, opened, at, surveys, crm, tenant } = await desk(stage())
    const [one, other] = [await opened(), await opened()]
    await agent.tickets.solve(one, {})
    await agent.tickets.solve(other, {})
    await at('2026-06-02T09:00:00Z')
    const [token = '', second = ''] = post.sent.map((invitation) => invitation.token)
    const mac = (text: string) => text.split('.')[2] ?? ''
    const forged = [
      token.replace(one, other),
      token.replace('.1.', '.2.'),
      `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`,
      token.replace(mac(token), mac(second)),
      token.replace(mac(token), ''),
      'x',
      `${one}.1.${'0'.repeat(64)}`,
    ]
    for (const text of forged)
      for (const call of [
        () => system.surveys.form({ token: text }),
        () => system.surveys.answer({ token: text, score: 0 }),
      ])
        expect(await codeOf(call)).toBe('NOT_FOUND')
    const [row] = await surveys(one)
    expect(row?.tokenHash).toMatch(/^[0-9a-f]{64}$/)
    expect(token).not.toContain(row?.tokenHash)
    // Nobody but the system: a link in an agent's hands is no vote.
    expect(await codeOf(() => agent.surveys.answer({ token, score: 10 }))).toBe('FORBIDDEN')
    expect(await codeOf(() => crm.as({ tenant, user: 'u_x', roles: ['sales'] }).surveys.form({ token }))).toBe(
      'FORBIDDEN',
    )
  })

  test('T25, D5: below 6 the supervisor has one task and the ticket a tag; 6 is well', async () => {
    const { agent, system, post, opened, at, admin, crm } = await desk(stage())
    const [well, low] = [await opened(), await opened()]
    const told: unknown[] = []
    crm.on('survey.low', ({ data }) => void told.push(data))
    await agent.tickets.solve(well, {})
    await agent.tickets.solve(low, {})
    await at('2026-06-02T09:00:00Z')
    const tokenOf = (id: string) => post.sent.find(({ ticket }) => ticket.id === id)?.token ?? ''
    await system.surveys.answer({ token: tokenOf(well), score: 6 })
    await system.surveys.answer({ token: tokenOf(low), score: 5, comment: '太慢' })
    await codeOf(() => system.surveys.answer({ token: tokenOf(low), score: 5 }))
    // However it goes on: what he said is a matter for the supervisor.
    await admin.tickets.close(low, {})
    await crm.tick()
    const { items } = await admin.tasks.list({ include: { surveys: true } })
    expect(items).toMatchObject([
      {
        ownerId: 'u_m',
        title: '#2 物流延误: 5/10',
        body: '太慢',
        priority: 'high',
        contactId: (await admin.tickets.get(low)).contactId,
        surveys: [{ ticketId: low, cycle: 1 }],
      },
    ])
    // The job may come again: still one.
    expect(await system.surveys.alert({ ticketId: low, cycle: 1 })).toEqual({ taskId: items[0]?.id })
    expect(await system.surveys.alert({ ticketId: well, cycle: 1 })).toEqual({ taskId: null })
    expect(await admin.tasks.count()).toBe(1)
    const tagged = await admin.tickets.list({ where: { tags: { some: { tag: 'low_csat' } } } })
    expect(tagged.items.map(({ id }) => id)).toEqual([low])
    expect(told).toEqual([{ cycle: 1, score: 5, taskId: items[0]?.id, notify: ['u_m'] }])
  })

  test('rules: another delay, expiry, threshold and supervisor; whom nobody asks', async () => {
    const { agent, system, post, opened, at, admin, crm, tenant, surveys } = await desk(stage(), (tenant) => ({
      delay: 'PT2H',
      expires: 'P1D',
      alertBelow: 8,
      supervisor: `lead of ${tenant}`,
      tag: 'unhappy',
      when: { type: { ne: 'task' } },
    }))
    const { id: companyId } = await admin.companies.create({ name: '精工' })
    const ids = [
      await opened({ subject: '慢'.repeat(1000) }),
      await opened({ type: 'task' }),
      await opened({ contactId: null, companyId }),
    ]
    for (const id of ids) await agent.tickets.solve(id, {})
    await at('2026-06-01T11:00:00Z')
    expect(post.sent).toMatchObject([{ ticket: { id: ids[0] }, expiresAt: '2026-06-02T11:00:00.000Z' }])
    await system.surveys.answer({ token: post.sent[0]?.token ?? '', score: 7 })
    await crm.tick()
    expect((await admin.tasks.list({})).items).toMatchObject([
      { ownerId: `lead of ${tenant}`, title: `#1 ${'慢'.repeat(900)}…: 7/10` },
    ])
    expect(await surveys(ids[1] ?? '')).toEqual([])
  })

  test('the postman is away: it is sent later, with one key; a ticket that is open again by then is not asked about', async () => {
    const { agent, system, post, opened, at, surveys, admin } = await desk(stage())
    const [one, other, third] = [await opened(), await opened(), await opened()]
    for (const id of [one, other, third]) await agent.tickets.solve(id, {})
    post.is('away')
    await at('2026-06-02T09:00:00Z')
    expect(post.sent).toEqual([])
    await system.tickets.receive(other, { body: '又坏了' })
    await agent.tickets.merge(third, { into: one })
    post.is('forgetful')
    await at('2026-06-02T09:00:01Z')
    post.is('well')
    await at('2026-06-02T09:30:00Z')
    expect(post.sent.map(({ ticket }) => ticket.id)).toEqual([one])
    expect(new Set(post.tries.filter((key) => key === post.sent[0]?.key)).size).toBe(1)
    expect(post.tries.filter((key) => key === post.sent[0]?.key).length).toBeGreaterThan(1)
    expect(await surveys(other)).toMatchObject([{ state: 'withdrawn', reason: 'reopened' }])
    expect(await surveys(third)).toMatchObject([{ state: 'withdrawn', reason: 'merged' }])
    expect((await admin.deadLetters.list({})).items).toEqual([])
  })

  test('withdrawn: before it is sent it is not, and after it is over', async () => {
    const { agent, system, admin, post, opened, at, surveys } = await desk(stage())
    const [before, after] = [await opened(), await opened()]
    for (const id of [before, after]) await agent.tickets.solve(id, {})
    // Nobody asks before his time about what is not solved, or not this time.
    expect(await system.surveys.ask({ ticketId: await opened(), cycle: 1 })).toEqual({ asked: false })
    for (const cycle of [2, 3]) expect(await system.surveys.ask({ ticketId: before, cycle })).toEqual({ asked: false })
    const why = { cycle: 1, reason: 'a friend of the house' }
    expect(await admin.surveys.withdraw({ ticketId: before, ...why })).toEqual({ withdrawn: true })
    await at('2026-06-02T09:00:00Z')
    expect(post.sent.map(({ ticket }) => ticket.id)).toEqual([after])
    expect(await admin.surveys.withdraw({ ticketId: after, ...why })).toEqual({ withdrawn: true })
    expect(await admin.surveys.withdraw({ ticketId: after, ...why })).toEqual({ withdrawn: false })
    const over = await errorOf(() => system.surveys.answer({ token: post.sent[0]?.token ?? '', score: 5 }))
    expect(over.details.reason).toBe('a friend of the house')
    expect(await surveys(before)).toMatchObject([{ state: 'withdrawn', sentAt: '2026-06-01T09:00:00.000Z' }])
  })

  test('merged, closed and thrown away tickets: nobody is asked about what is gone', async () => {
    const { agent, admin, post, opened, at } = await desk(stage())
    const [merged, thrown, closed, root] = [await opened(), await opened(), await opened(), await opened()]
    for (const id of [merged, thrown, closed]) await agent.tickets.solve(id, {})
    await agent.tickets.merge(merged, { into: root })
    await admin.tickets.delete(thrown)
    await admin.tickets.close(closed, {})
    await admin.tickets.close(root, {})
    await at('2026-06-02T09:00:00Z')
    expect(post.sent.map(({ ticket }) => ticket.id)).toEqual([closed])
    expect((await admin.deadLetters.list({})).items).toEqual([])
  })

  test('a channel whose session is closed: nothing is sent, and the survey says why', async () => {
    const { agent, system, post, opened, at, surveys } = await desk(
      stage(),
      {},
      {
        reachable: async ({ crm }, { id, channel }) =>
          channel !== 'wechat' || (await crm.ticketMessages.count({ where: { ticketId: id } })) > 0,
      },
    )
    const [closed, open] = [await opened({ channel: 'wechat' }), await opened({ channel: 'wechat' })]
    await system.tickets.receive(open, { body: '在吗' })
    for (const id of [closed, open]) await agent.tickets.solve(id, {})
    await at('2026-06-02T09:00:00Z')
    expect(post.sent.map(({ ticket }) => ticket.id)).toEqual([open])
    expect(await surveys(closed)).toMatchObject([{ state: 'withdrawn', reason: 'session_closed' }])
  })

  test('a customer who is erased takes along what he said', async () => {
    const { agent, admin, system, post, opened, at, surveys, contactId } = await desk(stage())
    const id = await opened()
    await agent.tickets.solve(id, {})
    await at('2026-06-02T09:00:00Z')
    await system.surveys.answer({ token: post.sent[0]?.token ?? '', score: 3, comment: '我是王芳' })
    await agent.tickets.draft(id, { body: '王芳，您好' })
    await admin.contacts.eraseSubject(contactId, {})
    expect(await surveys(id)).toMatchObject([{ score: 3, comment: null }])
    expect(await agent.tickets.drafted(id, {})).toMatchObject({ body: '[erased]' })
  })
})

test('what the host gives is sound when the plugin is made', () => {
  const send = async () => {}
  const made = (survey: Partial<SurveyOptions>) => () => tickets({ survey: { secret, send, ...survey } })
  const path = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      return isCrmError(error, 'INVALID') ? error.path : String(error)
    }
    return undefined
  }
  expect(path(made({}))).toBeUndefined()
  expect(path(made({ secret: 'short' }))).toBe('survey.secret')
  expect(path(made({ rules: { delay: '1 day' } }))).toBe('survey.rules.delay')
  expect(path(made({ rules: { expires: 'P2M' } }))).toBe('survey.rules.expires')
})
