import { command, patchOf, query, recordOf } from '@guanxi/core'
import * as z from 'zod'

const audience = () => z.enum(['public', 'agent'])
const locale = () => z.string().max(35)
const limit = () => z.int().min(1).max(50)
const hits = () => z.strictObject({ items: z.array(recordOf('knowledgeArticle')) })

export const knowledgeOperations = {
  knowledgeArticles: {
    revise: command({
      target: 'record',
      summary: 'Begins the next edition of an article, as a draft; the published one stays where it is.',
      input: () => z.strictObject({ changes: patchOf('knowledgeArticle').optional() }),
      output: () => recordOf('knowledgeArticle'),
    }),
    publish: command({
      target: 'record',
      summary: 'Readers see this edition from now on, at the addresses of the earlier ones too.',
      input: () => z.strictObject({}),
      output: () => recordOf('knowledgeArticle'),
      errors: ['SLUG_TAKEN', 'TRANSITION_NOT_ALLOWED'],
    }),
  },
  knowledge: {
    search: query({
      target: 'collection',
      summary: 'The published articles that a text finds, the best first.',
      input: () =>
        z.strictObject({
          text: z.string().min(1).max(500),
          locale: locale().optional(),
          /** `public` unless told: without what is for agents alone. */
          audience: audience().optional(),
          limit: limit().optional(),
        }),
      output: () => hits(),
    }),
    suggest: query({
      target: 'collection',
      summary:
        'The published articles that may answer a ticket, the best first: by its subject and what was said first.',
      input: () => z.strictObject({ ticketId: z.string(), locale: locale().optional(), limit: limit().optional() }),
      output: () => hits(),
    }),
    read: query({
      target: 'collection',
      summary: 'The published edition of the article at an address, be it that of an earlier one.',
      input: () =>
        z.strictObject({
          slug: z.string().min(1).max(200),
          locale: locale().optional(),
          audience: audience().optional(),
        }),
      output: () => recordOf('knowledgeArticle'),
      errors: ['NOT_FOUND'],
    }),
    categories: query({
      target: 'collection',
      summary: 'The categories of published articles, and how many each has.',
      input: () => z.strictObject({ locale: locale().optional(), audience: audience().optional() }),
      output: () => z.array(z.strictObject({ category: z.string().nullable(), n: z.int() })),
    }),
    feedback: command({
      target: 'collection',
      summary: 'Says whether an article helped; the third who found no help in it has it flagged.',
      input: () =>
        z.strictObject({
          articleId: z.string(),
          helpful: z.boolean(),
          comment: z.string().max(2000).optional(),
          /** Who says it, as the host knows visitors: his later word replaces the earlier. */
          voter: z.string().min(1).max(200).optional(),
        }),
      output: () => z.strictObject({ flagged: z.boolean() }),
      errors: ['NOT_FOUND'],
    }),
  },
}
