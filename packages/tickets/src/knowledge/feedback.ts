import { defineEntity, field, type RowOf } from '@guanxi/core'

/** What readers say of an article. */
export const knowledgeFeedback = defineEntity({
  name: 'knowledgeFeedback',
  plural: 'knowledgeFeedbacks',
  keeping: 'log',
  fields: {
    articleId: field.ref('knowledgeArticle'),
    helpful: field.boolean(),
    comment: field.text({ max: 2000 }).optional().pii(),
    /** Who says it, as the host knows visitors. */
    voter: field.string({ max: 200 }).optional().pii(),
    at: field.datetime(),
  },
  relations: { article: { to: 'knowledgeArticle', via: 'articleId', inverse: 'feedback' } },
  indexes: [['articleId', 'helpful']],
})

/**
 * What a reader said of an article.
 *
 * @example
 * const { feedback } = await me.knowledgeArticles.get('a_1', { include: { feedback: true } })
 * const complaints = feedback.filter(({ helpful }: Pick<KnowledgeFeedback, 'helpful'>) => !helpful)
 */
export interface KnowledgeFeedback extends RowOf<typeof knowledgeFeedback.fields> {
  readonly id: string
}

export interface KnowledgeFeedbackTypes {
  knowledgeFeedback: { row: KnowledgeFeedback; one: { article: 'knowledgeArticle' } }
}
