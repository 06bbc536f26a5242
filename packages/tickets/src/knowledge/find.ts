import type { Inside } from '../sla/inside.ts'

export interface Asked {
  readonly locale?: string | undefined
  readonly audience?: 'public' | 'agent' | undefined
  readonly limit?: number | undefined
}

/** What readers may see: the actor's own rights hold beside this. */
export const readable = ({ locale, audience = 'public' }: Asked) => ({
  stage: 'published' as const,
  ...(audience === 'public' ? { visibility: 'public' as const } : {}),
  // What is there for all who speak the language, as well.
  ...(locale === undefined ? {} : { locale: { in: [locale, ...locale.split('-').slice(0, 1)] } }),
})

/** A word in the title is worth so many in the text. */
const ofTitle = 3

/**
 * Articles by words, the best first: a word counts for the more the fewer articles have it, and for more in the title. Two statements,
 * however many words and articles.
 */
export async function found({ crm }: Inside, terms: readonly string[], asked: Asked) {
  if (terms.length === 0) return { items: [] }
  const inTitle = (term: string) => ({ or: [{ title: { contains: term } }, { keywords: { contains: term } }] })
  const inBody = (term: string) => ({ body: { contains: term } })
  const count = (where: object) => ({ fn: 'count' as const, where })
  const rows = await crm.knowledgeArticles.aggregate({
    where: { ...readable(asked), or: terms.flatMap((term) => [inTitle(term), inBody(term)]) },
    groupBy: { id: 'id' },
    measures: {
      titled: count({ or: terms.map(inTitle) }),
      ...Object.fromEntries(
        terms.flatMap((term, i) => [
          [`title${i}`, count(inTitle(term))],
          [`body${i}`, count(inBody(term))],
        ]),
      ),
    },
    // Of very many only some are weighed: those that have a word in their title first.
    orderBy: [{ titled: 'desc' }, { id: 'desc' }],
    limit: mostWeighed,
  })
  const has = (row: object, name: string) => (row as Readonly<Record<string, unknown>>)[name] === 1
  const weights = terms.map((_, i) => {
    const having = rows.filter((row) => has(row, `title${i}`) || has(row, `body${i}`)).length
    return Math.log(1 + rows.length / Math.max(having, 1))
  })
  const scores = new Map(
    rows.map((row) => [
      row.id,
      weights.reduce((sum, weight, i) => {
        const times = has(row, `title${i}`) ? ofTitle : has(row, `body${i}`) ? 1 : 0
        return sum + times * weight
      }, 0),
    ]),
  )
  const best = [...scores]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? 1 : -1))
    .slice(0, asked.limit ?? 10)
  const list = await crm.knowledgeArticles.list({ where: { id: { in: best.map(([id]) => id) } }, limit: 50 })
  const articles = new Map(list.items.map((article) => [article.id, article]))
  return { items: best.flatMap(([id]) => articles.get(id) ?? []) }
}

const mostWeighed = 2000
