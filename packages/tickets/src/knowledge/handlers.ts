import { type CoreTypes, CrmError, type HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { chainOf, editionsOf } from './editions.ts'
import { found, readable } from './find.ts'
import type { knowledgeOperations } from './operations.ts'
import { termsOf } from './terms.ts'

/** So many readers who found no help have an article flagged. */
const flags = 3

export const knowledgeHandlers: HandlersOf<CoreTypes & TicketsTypes, typeof knowledgeOperations> = {
  knowledgeArticles: {
    async revise({ crm, table }, { id, changes }) {
      const article = await crm.knowledgeArticles.get(id)
      const chain = chainOf(article)
      await table('knowledgeArticle').lock(chain)
      const { slug, locale, category, title, keywords, body, visibility } = article
      const made = await crm.knowledgeArticles.create({ slug, locale, category, title, keywords, body, visibility })
      const editions = await editionsOf({ table }, chain, 'with')
      const edition = Math.max(...editions.map((one) => one.edition)) + 1
      await table('knowledgeArticle').set(made.id, { firstId: chain, edition })
      return changes === undefined ? crm.knowledgeArticles.get(made.id) : crm.knowledgeArticles.update(made.id, changes)
    },
    publish: ({ crm }, { id }) => crm.knowledgeArticles.move(id, { to: 'published' }),
  },
  knowledge: {
    search: (context, { text, ...asked }) => found(context, termsOf(text), asked),
    async suggest(context, { ticketId, ...asked }) {
      const { crm } = context
      const { subject } = await crm.tickets.get(ticketId)
      const said = { where: { ticketId, direction: 'in' as const }, orderBy: { createdAt: 'asc' as const }, limit: 1 }
      const [first] = (await crm.ticketMessages.list(said)).items
      return found(context, termsOf(subject, first?.body.slice(0, 500) ?? ''), { ...asked, audience: 'agent' })
    },
    async read({ crm, table }, { slug, ...asked }) {
      const { stage, ...where } = readable(asked)
      const known = await table('knowledgeArticle').all({ slug, publishedAt: { isNull: false } })
      for (const chain of new Set(known.map(chainOf))) {
        const there = { ...where, stage, or: [{ id: chain }, { firstId: chain }] }
        const [article] = (await crm.knowledgeArticles.list({ where: there, limit: 1 })).items
        if (article !== undefined) return article
      }
      throw new CrmError('NOT_FOUND', { details: { entity: 'knowledgeArticle', path: 'slug' } })
    },
    categories: async ({ crm }, asked) => {
      const rows = await crm.knowledgeArticles.aggregate({
        where: readable(asked),
        groupBy: { category: 'category' },
        measures: { n: { fn: 'count' } },
        orderBy: { category: 'asc' },
      })
      return [...rows]
    },
    async feedback({ crm, table, emit, now }, { articleId, helpful, comment = null, voter = null }) {
      const { flaggedAt } = await crm.knowledgeArticles.get(articleId)
      // Whoever is the third knows that he is.
      await table('knowledgeArticle').lock(articleId)
      const votes = table('knowledgeFeedback')
      if (voter !== null) await votes.delete([{ articleId, voter }])
      await votes.insert([{ articleId, helpful, comment, voter, at: now }])
      if (flaggedAt !== null) return { flagged: true }
      if ((await votes.all({ articleId, helpful: false })).length < flags) return { flagged: false }
      await table('knowledgeArticle').set(articleId, { flaggedAt: now })
      emit('article.flagged', { unhelpful: flags }, { entity: 'knowledgeArticle', recordId: articleId })
      return { flagged: true }
    },
  },
}
