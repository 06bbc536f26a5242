import { createCrm, type StorageAdapter } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf } from '../../../testkit/test/both.ts'
import { tickets } from '../../src/index.ts'
import { onBoth } from '../both.ts'

/** A desk, somebody who writes its articles, and a reader from outside. */
async function desk(storage: StorageAdapter) {
  const clock = testClock('2026-06-01T08:00:00Z')
  // Two processes at one instant: whose stay came later is told by its id alone.
  const parts = { storage, plugins: [tickets()], clock, ids: testIds(), zone: 'Asia/Shanghai' } as const
  const [crm, other] = [createCrm(parts), createCrm(parts)]
  await crm.migrate()
  const admin = crm.as({ user: 'u_adm', roles: ['admin'] })
  const editor = crm.as({ user: 'u_e', roles: ['editor'] })
  const agent = crm.as({ user: 'u_a', roles: ['agent'] })
  const reader = crm.as({ user: 'portal', roles: ['reader'] })
  return { crm, other, clock, admin, editor, agent, reader }
}

const refund = {
  slug: 'refund',
  title: '退款多久到账',
  body: '退款一般在三个工作日内到账。',
  category: '售后/退款',
  visibility: 'public' as const,
}

onBoth((make) => {
  test('T34: readers find what is published, and an old address leads to the new edition', async () => {
    const { editor, agent, reader } = await desk(await make())
    const titles = async (me: typeof reader, audience: 'public' | 'agent' = 'public') =>
      (await me.knowledge.search({ text: '退款 多久', audience })).items.map(({ title }) => title)
    const v1 = await editor.knowledgeArticles.create(refund)
    expect([await titles(reader), await titles(agent), await titles(agent, 'agent')]).toEqual([[], [], []])
    expect(await codeOf(() => reader.knowledge.read({ slug: 'refund' }))).toBe('NOT_FOUND')
    expect(await codeOf(() => reader.knowledgeArticles.get(v1.id))).toBe('NOT_FOUND')
    await editor.knowledgeArticles.move(v1.id, { to: 'review' })
    expect(await titles(agent, 'agent')).toEqual([])
    await editor.knowledgeArticles.publish(v1.id, {})
    expect(await titles(reader)).toEqual(['退款多久到账'])

    const v2 = await agent.knowledgeArticles.revise(v1.id, { changes: { title: '退款多久到帐', slug: 'refund-time' } })
    expect(v2).toMatchObject({ edition: 2, firstId: v1.id, stage: 'draft', body: refund.body, category: '售后/退款' })
    expect(await titles(reader)).toEqual(['退款多久到账'])
    expect(await reader.knowledge.read({ slug: 'refund' })).toMatchObject({ edition: 1 })
    expect(await codeOf(() => reader.knowledge.read({ slug: 'refund-time' }))).toBe('NOT_FOUND')
    expect(await codeOf(() => agent.knowledgeArticles.publish(v2.id, {}))).toBe('FORBIDDEN')
    await editor.knowledgeArticles.publish(v2.id, {})
    expect(await titles(reader)).toEqual(['退款多久到帐'])
    for (const slug of ['refund', 'refund-time'])
      expect(await reader.knowledge.read({ slug, locale: 'zh-CN' })).toMatchObject({ id: v2.id, edition: 2 })
    expect(await editor.knowledgeArticles.get(v1.id)).toMatchObject({ stage: 'archived' })
    // The next edition begins with the text of the one that is named: v1, as it was.
    const v3 = await editor.knowledgeArticles.revise(v1.id, {})
    expect(v3).toMatchObject({ edition: 3, firstId: v1.id, title: refund.title })
    // An edition that was published is not rewritten; who sees it, and where it stands, may change.
    const rewritten = await errorOf(() => editor.knowledgeArticles.update(v2.id, { body: '五个工作日' }))
    expect(rewritten).toMatchObject({ code: 'ARTICLE_PUBLISHED', path: 'body' })
    expect(rewritten.hint).toContain('revise')
    await editor.knowledgeArticles.update(v2.id, { visibility: 'agents', category: '内部' })
    expect([await titles(reader), await titles(agent), await titles(agent, 'agent')]).toEqual([
      [],
      [],
      ['退款多久到帐'],
    ])
    expect(await codeOf(() => reader.knowledge.read({ slug: 'refund' }))).toBe('NOT_FOUND')
    // Who says that he is an agent is none by that.
    expect(await titles(reader, 'agent')).toEqual([])
    expect(await codeOf(() => reader.knowledge.read({ slug: 'refund', audience: 'agent' }))).toBe('NOT_FOUND')
    expect(await codeOf(() => agent.knowledge.read({ slug: 'refund' }))).toBe('NOT_FOUND')
    expect(await agent.knowledge.read({ slug: 'refund', audience: 'agent' })).toMatchObject({ id: v2.id })
    expect(await reader.knowledge.categories({})).toEqual([])
    expect(await agent.knowledge.categories({ audience: 'agent' })).toEqual([{ category: '内部', n: 1 }])
    // What comes back from the bin takes its place again, and is the only one.
    await editor.knowledgeArticles.delete(v2.id)
    await editor.knowledgeArticles.publish(v3.id, {})
    await editor.knowledgeArticles.restore(v2.id)
    expect(await editor.knowledgeArticles.count({ where: { stage: 'published' } })).toBe(1)
    expect(await agent.knowledge.read({ slug: 'refund', audience: 'agent' })).toMatchObject({ id: v2.id })
  })

  test('T34: of a thousand articles the one about refunds answers 退款 多久', async () => {
    const { admin, editor, agent, reader } = await desk(await make())
    const things = ['退货', '换货', '发票', '物流', '保修', '安装', '会员', '优惠券', '登录', '支付']
    const asks = ['怎么办', '多久', '在哪里看', '失败', '流程', '规则', '需要什么', '可以取消吗', '找谁', '要钱吗']
    const others = Array.from({ length: 999 }, (_, i) => ({
      slug: `a-${i}`,
      title: `${things[i % 10]}${asks[Math.floor(i / 10) % 10]} ${i}`,
      // Many speak of refunds, and many of how long something takes.
      body: `${i % 3 === 0 ? '如需退款请联系客服。' : ''}${i % 4 === 0 ? '要多久看情况。' : ''}第${i}条`,
      visibility: i % 2 === 0 ? ('public' as const) : ('agents' as const),
      stage: 'published' as const,
    }))
    await editor.knowledgeArticles.createMany(others)
    const { id } = await editor.knowledgeArticles.create({ ...refund, stage: 'published' })
    const { id: contactId } = await admin.contacts.create({ name: '王芳' })
    const ticket = await agent.tickets.open({ ticket: { subject: '退款 多久', contactId } })
    const suggested = await agent.knowledge.suggest({ ticketId: ticket.id, locale: 'zh-CN', limit: 5 })
    expect(suggested.items).toHaveLength(5)
    expect(suggested.items[0]).toMatchObject({ id, title: '退款多久到账' })
    // As people write, and what was said first helps where the subject says nothing.
    const vague = { ticket: { subject: '你好', contactId }, message: { body: '我上周申请了退款，请问多久能到账？' } }
    const { id: asked } = await agent.tickets.open(vague)
    expect((await agent.knowledge.suggest({ ticketId: asked, limit: 1 })).items).toMatchObject([{ id }])
    for (const text of ['退款 多久', '退款多久', '多久退款', '退款多久到账', '退款要多久?'])
      expect((await reader.knowledge.search({ text })).items[0], text).toMatchObject({ id })
    // A reader from outside is told of what is for him.
    const found = (await reader.knowledge.search({ text: '退货 多久', limit: 50 })).items
    expect(found).toHaveLength(50)
    expect(found.filter(({ visibility, stage }) => visibility !== 'public' || stage !== 'published')).toEqual([])
    expect((await reader.knowledge.search({ text: '退款', locale: 'en' })).items).toEqual([])
    expect((await reader.knowledge.search({ text: '？！' })).items).toEqual([])
    expect((await reader.knowledge.search({ text: '%' })).items).toEqual([])
  })

  test('T34: three who found no help have an article flagged, and one who says it thrice has not', async () => {
    const { crm, editor, reader } = await desk(await make())
    const heard: unknown[] = []
    crm.on('article.flagged', ({ recordId }) => heard.push(recordId))
    const { id: articleId } = await editor.knowledgeArticles.create({ ...refund, stage: 'published' })
    const no = (voter?: string) => reader.knowledge.feedback({ articleId, helpful: false, voter, comment: '看不懂' })
    for (const _ of [1, 2, 3]) expect(await no('v_1')).toEqual({ flagged: false })
    await reader.knowledge.feedback({ articleId, helpful: true, voter: 'v_2' })
    expect(await no()).toEqual({ flagged: false })
    expect(await editor.knowledgeArticles.get(articleId)).toMatchObject({ flaggedAt: null })
    expect(await no()).toEqual({ flagged: true })
    expect(await no()).toEqual({ flagged: true })
    expect(await editor.knowledgeArticles.list({ where: { flaggedAt: { isNull: false } } })).toMatchObject({
      items: [{ id: articleId }],
    })
    const { feedback } = await editor.knowledgeArticles.get(articleId, { include: { feedback: true } })
    expect(feedback.map(({ helpful }) => helpful).toSorted()).toEqual([false, false, false, false, true])
    expect(heard).toEqual([articleId])
    // The next edition begins anew.
    const next = await editor.knowledgeArticles.revise(articleId, {})
    expect(await editor.knowledgeArticles.publish(next.id, {})).toMatchObject({ flaggedAt: null, edition: 2 })
    const hidden = await editor.knowledgeArticles.create({ ...refund, slug: 'x' })
    expect(await codeOf(() => reader.knowledge.feedback({ articleId: hidden.id, helpful: false }))).toBe('NOT_FOUND')
  })

  test('an address leads to one article, also where two are published at once', async () => {
    const { editor, other: process } = await desk(await make())
    const other = process.as({ user: 'u_f', roles: ['editor'] })
    const ids = [(await editor.knowledgeArticles.create(refund)).id, (await editor.knowledgeArticles.create(refund)).id]
    const [one = '', two = ''] = ids
    const results = await Promise.allSettled([
      editor.knowledgeArticles.publish(one, {}),
      other.knowledgeArticles.publish(two, {}),
    ])
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toMatchObject([{ code: 'SLUG_TAKEN', path: 'slug' }])
    expect(await editor.knowledgeArticles.count({ where: { stage: 'published' } })).toBe(1)
    // In another language it is another article.
    const english = { ...refund, locale: 'en', title: 'Refunds' }
    await editor.knowledgeArticles.create({ ...english, stage: 'published' })
    expect(await editor.knowledge.read({ slug: 'refund', locale: 'en' })).toMatchObject({ title: 'Refunds' })
    expect(await editor.knowledge.read({ slug: 'refund', locale: 'zh-CN' })).toMatchObject({ title: '退款多久到账' })
    // Two editions that are published at once: the last one stays.
    const published = results[0]?.status === 'fulfilled' ? one : two
    const editions = [
      (await editor.knowledgeArticles.revise(published, {})).id,
      (await other.knowledgeArticles.revise(published, {})).id,
    ]
    const [second = '', third = ''] = editions
    await Promise.all([editor.knowledgeArticles.publish(second, {}), other.knowledgeArticles.publish(third, {})])
    expect(await editor.knowledgeArticles.count({ where: { stage: 'published', locale: 'zh-CN' } })).toBe(1)
  })
})
