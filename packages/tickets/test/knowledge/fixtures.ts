import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

type Types = CoreTypes & TicketsTypes
type Me = Scope<Types>

/** A text of fixtures as a word that an address may have. */
const slugOf = (unique: string) => unique.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'x'
const article = async (_: Me, unique: string) => ({
  slug: slugOf(unique),
  locale: 'zh-CN',
  category: '售后/退款',
  title: unique,
  keywords: '退钱',
  body: '三个工作日到账。',
  visibility: 'public' as const,
})
const draft = async (me: Me, unique: string) => (await me.knowledgeArticles.create(await article(me, unique))).id
const published = async (me: Me, unique: string) => {
  const id = await draft(me, unique)
  await me.knowledgeArticles.publish(id, {})
  return id
}

export const knowledgeFixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({
    plural: 'knowledgeArticles',
    async input(me, unique) {
      // Feedback is related to articles: there is some.
      const articleId = await draft(me, `${unique} other`)
      await me.knowledge.feedback({ articleId, helpful: true })
      return article(me, unique)
    },
    patch: { category: '售后' },
    by: false,
    search: true,
    move: 'review',
    relation: 'first',
  }),
  'knowledgeArticles.revise': async (me, unique) => ({
    id: await published(me, unique),
    input: { changes: { body: '两个工作日到账。' } },
  }),
  'knowledgeArticles.publish': async (me, unique) => ({ id: await draft(me, unique), input: {} }),
  'knowledge.search': async (me, unique) => {
    await published(me, unique)
    return { input: { text: unique, locale: 'zh-CN', audience: 'public', limit: 3 } }
  },
  'knowledge.suggest': async (me, unique) => {
    await published(me, unique)
    const { id: companyId } = await me.companies.create({ name: unique })
    const { id: ticketId } = await me.tickets.open({
      ticket: { subject: unique, companyId },
      message: { body: '退款' },
    })
    return { input: { ticketId, locale: 'zh-CN', limit: 3 } }
  },
  'knowledge.read': async (me, unique) => {
    await published(me, unique)
    return { input: { slug: slugOf(unique), locale: 'zh-CN', audience: 'public' } }
  },
  'knowledge.categories': async (me, unique) => {
    await published(me, unique)
    return { input: { locale: 'zh-CN', audience: 'agent' } }
  },
  'knowledge.feedback': async (me, unique) => ({
    input: { articleId: await published(me, unique), helpful: false, comment: '看不懂', voter: unique },
  }),
}
