import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type RowOf,
  type Staged,
  type StageOf,
  type System,
} from '@guanxi/core'
import type { knowledgeFlow } from './flow.ts'

/** The language of articles, unless told. */
export const usualLocale = 'zh-CN'

/** An edition of an article of the knowledge base. What was published is not changed any more: the next edition replaces it. */
export const knowledgeArticle = defineEntity({
  name: 'knowledgeArticle',
  plural: 'knowledgeArticles',
  staged: true,
  fields: {
    /** The end of its address. Addresses of earlier editions lead to the one that is published. */
    slug: field
      .string({ max: 200, pattern: '[\\p{L}\\p{N}]+([-_.][\\p{L}\\p{N}]+)*', expected: 'words and hyphens' })
      .plain(),
    locale: field
      .string({ pattern: '[a-z]{2,3}(-[A-Za-z0-9]{2,8})*', expected: 'a language such as zh-CN' })
      .default(usualLocale)
      .plain(),
    /** Where it stands, from the top: `售后/退款`. */
    category: field.string({ min: 1, max: 200 }).optional().plain(),
    title: field.string({ min: 1, max: 300 }).search().plain(),
    /** Other words for the same, by which it is found as by its title. */
    keywords: field.string().optional().search().plain(),
    body: field.text({ min: 1 }).search().plain(),
    visibility: field.enum(['public', 'agents']).default('agents'),
    /** From 1 on. */
    edition: field.integer().default(1).generated(),
    /** The first edition; null if this is it. */
    firstId: field.ref('knowledgeArticle').optional().generated(),
    publishedAt: field.datetime().optional().generated(),
    /** Since when somebody should look at it: three readers found no help in it. */
    flaggedAt: field.datetime().optional().generated(),
  },
  relations: { first: { to: 'knowledgeArticle', via: 'firstId', inverse: 'editions' } },
  indexes: [['slug', 'locale'], ['stage', 'visibility', 'locale'], ['flaggedAt']],
})

/**
 * An edition of an article of the knowledge base.
 *
 * @example
 * const article: KnowledgeArticle = await me.knowledge.read({ slug: 'refund', locale: 'zh-CN' })
 * console.log(article.title, article.edition) // 退款多久到账 2
 */
export interface KnowledgeArticle
  extends System,
    Staged<StageOf<typeof knowledgeFlow>>,
    RowOf<typeof knowledgeArticle.fields> {}

/**
 * What a creation of an article takes. It is a draft, and for agents alone, unless told.
 *
 * @example
 * const refund: KnowledgeArticleCreate = { slug: 'refund', title: '退款多久到账', body: '三个工作日。', visibility: 'public' }
 */
export interface KnowledgeArticleCreate extends CreateOf<typeof knowledgeArticle.fields> {
  stage?: StageOf<typeof knowledgeFlow>
}
export type KnowledgeArticleTypes = EntityOf<typeof knowledgeArticle, KnowledgeArticle, KnowledgeArticleCreate>
