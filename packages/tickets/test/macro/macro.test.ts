import { createCrm, type Grant, type Role } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf } from '../../../testkit/test/both.ts'
import { type MacroCreate, tickets } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'

const all: Grant = { scope: 'all' }
/** Agents who may not do everything that a macro says. */
const roles: Record<string, Role> = {
  tagless: {
    grants: { ticket: { scope: 'all', except: ['tags'] }, macro: all, contact: all },
    operations: ['tickets.applyMacro', 'tickets.note', 'tickets.assign'],
  },
  mute: { grants: { ticket: all, macro: all, contact: all }, operations: ['tickets.applyMacro', 'tickets.note'] },
}

async function desk({ storage, tenant }: Stage) {
  const crm = createCrm({
    tenancy: 'multi',
    storage,
    plugins: [tickets()],
    clock: testClock('2026-06-01T01:00:00Z'),
    roles,
  })
  const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const agent = crm.as({ tenant, user: 'u_a', roles: ['agent'] })
  const { id: contactId } = await admin.contacts.create({ name: '王芳 {{agent.name}}', email: 'wang@example.com' })
  const opened = async () =>
    (await agent.tickets.open({ ticket: { subject: '物流延误', contactId, ownerId: 'u_a' }, message: { body: '?' } }))
      .id
  const macro = async (actions: MacroCreate['actions'], more: Partial<MacroCreate> = {}) =>
    (await admin.macros.create({ name: 'm', visibility: 'all', actions, ...more })).id
  return { crm, tenant, admin, agent, contactId, opened, macro }
}

const waiting: MacroCreate['actions'] = [
  { do: 'move', to: 'pending' },
  { do: 'tag', tags: ['物流', '急'] },
  { do: 'draft', body: '{{ ticket.requester.name }}，您好！#{{ticket.number}} {{ticket.category}}。{{agent.name}}' },
]

onOne((stage) => {
  test('T27: all that a macro says, as one; the draft is the agent’s to send', async () => {
    const { admin, agent, opened, macro } = await desk(stage())
    await admin.members.create({ userId: 'u_a', name: '小张' })
    const [id, macroId] = [await opened(), await macro(waiting)]
    const { ticket, draft } = await agent.tickets.applyMacro(id, { macroId })
    expect(ticket).toMatchObject({ stage: 'pending' })
    // What a value says is no template.
    expect(draft).toBe('王芳 {{agent.name}}，您好！#1 。小张')
    expect(await agent.tickets.drafted(id, {})).toMatchObject({ body: draft })
    const tags = async () => (await agent.ticketTags.list({ where: { ticketId: id } })).items.map(({ tag }) => tag)
    expect(await tags()).toEqual(['物流', '急'])
    expect(await agent.ticketMessages.count({ where: { ticketId: id } })).toBe(1)
    // Once more it changes nothing but the draft, which is not lost.
    expect((await agent.tickets.applyMacro(id, { macroId })).draft).toBe(`${draft}\n\n${draft}`)
    const others = await macro([
      { do: 'untag', tags: ['急', '没有'] },
      { do: 'set', priority: 'high', category: '物流' },
      { do: 'assign', to: 'me' },
      { do: 'note', body: '{{ticket.priority}} {{ticket.assignee.name}}' },
      { do: 'reply', body: '已补发，{{ticket.category}}' },
      { do: 'solve', resolution: '已补发 #{{ticket.number}}' },
    ])
    expect(await agent.tickets.applyMacro(id, { macroId: others })).toMatchObject({
      ticket: { stage: 'solved', priority: 'high', category: '物流', resolution: '已补发 #1' },
      draft: null,
    })
    expect(await tags()).toEqual(['物流'])
    const { items } = await agent.ticketMessages.list({ where: { ticketId: id }, orderBy: { id: 'asc' } })
    expect(items.map(({ kind, body }) => [kind, body])).toEqual([
      ['message', '?'],
      ['note', 'high 小张'],
      ['message', '已补发，物流'],
    ])
    expect((await admin.macros.list({ orderBy: { id: 'asc' } })).items.map(({ usageCount }) => usageCount)).toEqual([
      2, 1,
    ])
  })

  test('T27: who may not do one of its actions does none of them, and hears which', async () => {
    const { crm, tenant, agent, opened, macro } = await desk(stage())
    const [id, macroId] = [await opened(), await macro([...waiting, { do: 'reply', body: 'x' }])]
    const before = await agent.tickets.get(id, { include: { tags: true, messages: true } })
    const refused = async (role: string) =>
      errorOf(() => crm.as({ tenant, user: 'u_a', roles: [role] }).tickets.applyMacro(id, { macroId }))
    expect(await refused('tagless')).toMatchObject({ code: 'FORBIDDEN', details: { action: 'tag', index: 1 } })
    expect(await refused('mute')).toMatchObject({
      code: 'FORBIDDEN',
      details: { action: 'reply', index: 3, path: 'actions[3]', permission: 'tickets.reply' },
    })
    // What is refused for another reason names it as well: somebody has to have what is solved.
    await agent.tickets.assign(id, { ownerId: null })
    const solving = await macro([
      { do: 'note', body: 'x' },
      { do: 'move', to: 'solved' },
    ])
    const error = await errorOf(() => agent.tickets.applyMacro(id, { macroId: solving }))
    expect(error).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      details: { action: 'move', path: 'actions[1].ownerId' },
    })
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    const after = await agent.tickets.get(id, { include: { tags: true, messages: true } })
    expect(after).toEqual({ ...before, version: after.version, updatedAt: after.updatedAt })
    expect(await agent.tickets.drafted(id, {})).toBeNull()
    expect((await agent.macros.list({})).items.map(({ usageCount }) => usageCount)).toEqual([0, 0])
    // Something has come in since: the macro waits for him to read it.
    const { items } = await agent.ticketMessages.list({ where: { ticketId: id } })
    await crm.asSystem({ tenant, reason: 'inbound' }).tickets.receive(id, { body: '急!' })
    const stale = await errorOf(() => agent.tickets.applyMacro(id, { macroId, after: items[0]?.id ?? '' }))
    expect(stale).toMatchObject({ code: 'STALE_TICKET', details: { body: '急!' } })
  })

  test('a macro and a canned reply are sound when they are saved', async () => {
    const { admin, agent, macro } = await desk(stage())
    const told = async (run: () => unknown) => {
      const { code, path } = await errorOf(run)
      return [code, path]
    }
    for (const body of [
      '{{ticket.requester.nme}}',
      '{{constructor}}',
      '{{ticket.number',
      'a}}',
      '{{ }}',
      '{{{{ticket.number}}}}',
    ])
      expect(await told(() => macro([...waiting, { do: 'note', body }]))).toEqual(['INVALID', 'actions[3].body'])
    expect(await told(() => macro([{ do: 'solve', resolution: '{{x}}' }]))).toEqual([
      'INVALID',
      'actions[0].resolution',
    ])
    expect(await told(() => macro(waiting, { visibility: 'group' }))).toEqual(['INVALID', 'teamId'])
    expect(await told(() => macro([]))).toEqual(['INVALID', 'actions'])
    const id = await macro(waiting)
    const worse: MacroCreate['actions'] = [{ do: 'draft', body: '{{x}}' }]
    expect(await told(() => admin.macros.update(id, { actions: worse }))).toEqual(['INVALID', 'actions[0].body'])
    const many = [
      { name: 'a', visibility: 'all' as const, actions: waiting },
      { name: 'b', actions: worse },
    ]
    expect(await told(() => admin.macros.createMany(many))).toEqual(['INVALID', '[1].actions[0].body'])
    const canned = { shortcut: 'hello', body: 'x' }
    expect(await told(() => admin.cannedReplies.create({ ...canned, body: '{{x}}' }))).toEqual(['INVALID', 'body'])
    expect(await told(() => admin.cannedReplies.create({ ...canned, locale: 'not a locale' }))).toEqual([
      'INVALID',
      'locale',
    ])
    expect(await told(() => admin.cannedReplies.create({ ...canned, shortcut: 'two words' }))).toEqual([
      'INVALID',
      'shortcut',
    ])
    expect(await codeOf(() => agent.cannedReplies.create(canned))).toBe('FORBIDDEN')
  })

  test('macros are seen and applied by everybody, by a team, or by their owner', async () => {
    const { crm, tenant, admin, agent, opened, macro } = await desk(stage())
    const { id: teamId } = await admin.teams.create({ name: '售后' })
    await admin.members.create({ userId: 'u_b', name: '小李', teamId })
    await admin.members.create({ userId: 'u_a', name: '小张' })
    const other = crm.as({ tenant, user: 'u_b', roles: ['agent'] })
    const note: MacroCreate['actions'] = [{ do: 'note', body: 'x' }]
    const everybodys = await macro(note)
    const teams = await macro(note, { visibility: 'group', teamId })
    const { id: own } = await agent.macros.create({ name: 'mine', actions: note })
    const seen = async (who: typeof agent) =>
      (await who.macros.list({ orderBy: { id: 'asc' } })).items.map(({ id }) => id)
    expect(await seen(agent)).toEqual([everybodys, own])
    expect(await seen(other)).toEqual([everybodys, teams])
    const id = await opened()
    expect(await codeOf(() => agent.tickets.applyMacro(id, { macroId: teams }))).toBe('NOT_FOUND')
    expect((await other.tickets.applyMacro(id, { macroId: teams })).ticket.id).toBe(id)
    // One's own is not made everybody's, nor is everybody's changed.
    expect(await codeOf(() => agent.macros.create({ name: 'x', visibility: 'all', actions: note }))).toBe('FORBIDDEN')
    expect(await codeOf(() => agent.macros.update(own, { visibility: 'all' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => agent.macros.update(everybodys, { name: 'x' }))).toBe('FORBIDDEN')
    expect(await agent.macros.update(own, { name: 'y' })).toMatchObject({ name: 'y' })
  })

  test('applied by many at once, a macro counts each of them', async () => {
    const { admin, agent, opened, macro } = await desk(stage())
    const macroId = await macro([{ do: 'tag', tags: ['x'] }])
    const ids = [await opened(), await opened(), await opened(), await opened()]
    await Promise.all([...ids, ...ids].map((id) => agent.tickets.applyMacro(id, { macroId })))
    expect(await admin.macros.get(macroId)).toMatchObject({ usageCount: 8 })
  })

  test('a canned reply is found by its shortcut, in the nearest language', async () => {
    const { admin, agent, opened } = await desk(stage())
    const put = (shortcut: string, locale: string, body: string) =>
      admin.cannedReplies.create({ shortcut, locale, body })
    await put('hello', 'zh', '{{ticket.requester.email}}，您好！')
    await put('hello', 'zh-hant-tw', '您好！')
    await put('hello', 'en-GB', 'Good day!')
    await admin.cannedReplies.create({ shortcut: 'hello', body: '👋' })
    await put('dear', 'zh-Hans', '亲，您好！')
    await put('dear', 'zh-HK', '親，您好！')
    await put('bye', 'fr', 'Au revoir')
    await put('bye', 'de', 'Tschüss')
    expect(await codeOf(() => put('hello', 'ZH', 'x'))).toBe('DUPLICATE')
    const found = async (shortcut: string, locale?: string) => {
      const { reply } = await agent.cannedReplies.find({ shortcut, ...(locale === undefined ? {} : { locale }) })
      return reply.locale
    }
    expect(await found('hello', 'zh')).toBe('zh')
    expect(await found('hello', 'zh-CN')).toBe('zh')
    expect(await found('hello', 'zh-Hant-TW')).toBe('zh-Hant-TW')
    expect(await found('dear', 'zh-Hans-CN')).toBe('zh-Hans')
    expect(await found('hello', 'en-US')).toBe('en-GB')
    expect(await found('hello', 'fr')).toBe('*')
    expect(await found('hello')).toBe('*')
    expect(await found('bye', 'zh-CN')).toBe('de')
    expect(await codeOf(() => found('nothing', 'zh'))).toBe('NOT_FOUND')
    const find = { shortcut: 'hello', locale: 'zh-CN', ticketId: await opened() }
    expect((await agent.cannedReplies.find(find)).body).toBe('wang@example.com，您好！')
  })
})
