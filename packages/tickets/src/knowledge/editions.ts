import type { Inside, Row } from '../sla/inside.ts'

/** The id of the first edition, which stands for the article. */
export const chainOf = ({ id, firstId }: { readonly id?: unknown; readonly firstId?: unknown }): string =>
  String(firstId ?? id)

/** The editions of an article. */
export const editionsOf = (
  { table }: Pick<Inside, 'table'>,
  chain: string,
  bin: 'without' | 'with' = 'without',
): Promise<readonly Row[]> => table('knowledgeArticle').all({ or: [{ id: chain }, { firstId: chain }] }, bin)
