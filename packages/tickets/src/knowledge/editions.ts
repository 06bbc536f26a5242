import type { Inside } from '../sla/inside.ts'
import type { KnowledgeArticle } from './article.ts'

/** The id of the first edition, which stands for the article. */
export const chainOf = ({ id, firstId }: Pick<KnowledgeArticle, 'id' | 'firstId'>): string => firstId ?? id

/** The editions of an article. */
export const editionsOf = (
  { table }: Pick<Inside, 'table'>,
  chain: string,
  bin: 'without' | 'with' = 'without',
): Promise<readonly KnowledgeArticle[]> =>
  table('knowledgeArticle').all({ or: [{ id: chain }, { firstId: chain }] }, bin)
