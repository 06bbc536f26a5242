import { expect, test } from 'vitest'
import { errorOf } from '../../../testkit/test/both.ts'
import { onOne } from '../on-one.ts'
import { desk } from './desk.ts'

onOne((stage) => {
  test('D3: a form is a lead, once; of whoever is known it is kept with him', async () => {
    const { admin, system } = desk(stage())
    const form = { id: '7301', name: '王芳', phone: '138 0000 0001', campaign: '双十一', need: '报价', city: '上海' }
    const first = await system.inbound.douyin(form)
    expect(first).toMatchObject({ result: 'created', customerId: null })
    expect(await admin.leads.get(first.leadId ?? '')).toMatchObject({
      ...{ source: 'douyin', campaign: '双十一', name: '王芳', phone: '+8613800000001', need: '报价', city: '上海' },
      externalId: 'douyin:7301',
    })
    expect(await system.inbound.douyin(form)).toMatchObject({ result: 'duplicate', leadId: first.leadId })
    // The same number once more, while the lead is open.
    const more = await system.inbound.douyin({ id: '7302', phone: '+86 13800000001', campaign: '双十二' })
    expect(more).toMatchObject({ result: 'attached', leadId: first.leadId, customer: null })
    const { id: contactId } = await admin.contacts.create({ name: '李雷', phone: '13900000002', ownerId: 'u_s' })
    const form3 = { id: '7303', phone: '139 0000 0002', campaign: '双十一', need: '再来一台' }
    const known = { customer: 'contact', customerId: contactId, leadId: null }
    const answers = await Promise.all([1, 2, 3].map(() => system.inbound.douyin(form3)))
    expect(answers.map(({ result }) => result).sort()).toEqual(['attached', 'duplicate', 'duplicate'])
    for (const answer of answers) expect(answer).toMatchObject(known)
    expect(await admin.leads.count({})).toBe(1)
    expect(await admin.contacts.count({})).toBe(1)
    const { items } = await admin.activities.list({ orderBy: { id: 'asc' } })
    expect(items).toMatchObject([
      { leadId: first.leadId, subject: '抖音 · 双十二', externalId: 'douyin:7302' },
      { contactId, subject: '抖音 · 双十一', body: '再来一台', direction: 'in', ownerId: 'u_s' },
    ])
    const company = await admin.companies.create({ name: '精工', points: ['021 5566 7788'] })
    expect(await system.inbound.douyin({ id: '7304', phone: '021-55667788' })).toMatchObject({
      ...{ result: 'attached', customer: 'company', customerId: company.id },
    })
    const two = await Promise.all(['7305', '7306'].map((id) => system.inbound.douyin({ id, phone: '13700000003' })))
    expect(two.map(({ result }) => result).sort()).toEqual(['attached', 'created'])
    // Whoever comes back after his lead was closed is a new one.
    await admin.leads.move(first.leadId ?? '', { to: 'disqualified', set: { disqualifiedReason: '没有预算' } })
    const back = await system.inbound.douyin({ id: '7307', phone: '13800000001' })
    expect(back.result).toBe('created')
    expect(back.leadId).not.toBe(first.leadId)
  })

  test('D3: what is malformed is a dead letter that says why; mended, it is taken', async () => {
    const { crm, admin, system, opened } = desk(stage())
    for (const [payload, path] of [
      [{ phone: '13800000001' }, 'id'],
      [{ id: '1', phone: 'call me' }, 'phone'],
      [{ id: '1', phone: '13800000001', utm: 'x' }, 'utm'],
      [{ id: '1', phone: '13800000001', name: 7 }, 'name'],
      [{ id: '1' }, 'phone'],
    ] as const)
      expect(await errorOf(() => system.inbound.douyin(payload))).toMatchObject({ code: 'INVALID', path })
    const payload = { clue_id: '7301', telephone: '138 0000 0001', ad_name: '双十一' }
    await system.inbound.accept({ channel: 'douyin', payload })
    await crm.tick()
    const { items } = await admin.deadLetters.list({})
    expect(items).toMatchObject([{ kind: 'call', name: 'inbound.douyin', attempt: 1, error: { code: 'INVALID' } }])
    expect(items[0]?.error.message).toContain('id')
    await admin.deadLetters.replay({ ids: items.map(({ id }) => id) })
    await crm.tick()
    expect((await admin.deadLetters.list({})).items).toHaveLength(1)
    // The host has learned to read them.
    const mended = opened({
      douyin: ({ clue_id, telephone, ad_name }) => ({ id: clue_id, phone: telephone, campaign: ad_name }),
    })
    await admin.deadLetters.replay({ ids: items.map(({ id }) => id) })
    await mended.tick()
    expect((await admin.deadLetters.list({})).items).toEqual([])
    expect(await admin.leads.list({})).toMatchObject({
      items: [{ source: 'douyin', campaign: '双十一', phone: '+8613800000001' }],
    })
  })
})
