import { definePipeline } from '@guanxi/core'

/**
 * The life of an edition of an article. Readers see `published` alone; it is `archived` when the next edition takes its place.
 *
 * @example
 * console.log(toMermaid(knowledgeFlow)) // draft, review, published, then archived
 */
export const knowledgeFlow = definePipeline({
  entity: 'knowledgeArticle',
  stages: { draft: {}, review: {}, published: {}, archived: { type: 'lost' } },
  transitions: {
    draft: ['review', 'published', 'archived'],
    review: ['draft', 'published', 'archived'],
    published: ['archived'],
  },
})
