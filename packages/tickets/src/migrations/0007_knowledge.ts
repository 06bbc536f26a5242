import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const m0007: Migration = {
  id: '0007_knowledge',
  steps: [
    {
      step: 'createTable',
      table: 'knowledgeArticles',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'createdAt', type: 'datetime', nullable: false },
        { name: 'updatedAt', type: 'datetime', nullable: false },
        { name: 'version', type: 'integer', nullable: false },
        { name: 'deletedAt', type: 'datetime', nullable: true },
        { name: 'pipeline', type: 'text', nullable: false },
        { name: 'stage', type: 'text', nullable: false },
        { name: 'stageSince', type: 'datetime', nullable: false },
        { name: 'closedAt', type: 'datetime', nullable: true },
        { name: 'slug', type: 'text', nullable: false },
        { name: 'locale', type: 'text', nullable: false },
        { name: 'category', type: 'text', nullable: true },
        { name: 'title', type: 'text', nullable: false },
        { name: 'titleSearch', type: 'text', nullable: true },
        { name: 'keywords', type: 'text', nullable: true },
        { name: 'keywordsSearch', type: 'text', nullable: true },
        { name: 'body', type: 'text', nullable: false },
        { name: 'bodySearch', type: 'text', nullable: true },
        { name: 'visibility', type: 'text', nullable: false },
        { name: 'edition', type: 'integer', nullable: false },
        { name: 'firstId', type: 'text', nullable: true },
        { name: 'publishedAt', type: 'datetime', nullable: true },
        { name: 'flaggedAt', type: 'datetime', nullable: true },
        { name: 'extra', type: 'json', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'knowledgeArticles',
      index: { name: 'knowledgeArticles_slug_locale', columns: ['slug', 'locale', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'knowledgeArticles',
      index: {
        name: 'knowledgeArticles_stage_visibility_locale',
        columns: ['stage', 'visibility', 'locale', 'id'],
        unique: false,
      },
    },
    {
      step: 'createIndex',
      table: 'knowledgeArticles',
      index: { name: 'knowledgeArticles_flaggedAt', columns: ['flaggedAt', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'knowledgeArticles',
      index: { name: 'knowledgeArticles_firstId', columns: ['firstId', 'id'], unique: false },
    },
    { step: 'createSearch', table: 'knowledgeArticles', fields: ['title', 'keywords', 'body'] },
    {
      step: 'createTable',
      table: 'knowledgeFeedbacks',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'articleId', type: 'text', nullable: false },
        { name: 'helpful', type: 'boolean', nullable: false },
        { name: 'comment', type: 'text', nullable: true },
        { name: 'voter', type: 'text', nullable: true },
        { name: 'at', type: 'datetime', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'knowledgeFeedbacks',
      index: { name: 'knowledgeFeedbacks_articleId_helpful', columns: ['articleId', 'helpful', 'id'], unique: false },
    },
  ],
}
