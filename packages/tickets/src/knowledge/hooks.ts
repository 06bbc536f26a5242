import { type CoreTypes, CrmError, type Draft, type EntityHooks } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import type { TicketsTypes } from '../types.ts'
import { type KnowledgeArticle, usualLocale } from './article.ts'
import { chainOf, editionsOf } from './editions.ts'

/** What readers have read stays as it was. Who sees it, and where it stands, may change. */
const text = ['slug', 'locale', 'title', 'body'] as const

type Change = Draft<KnowledgeArticle>

export const articleHooks: EntityHooks<CoreTypes & TicketsTypes, 'knowledgeArticle'> = {
  actions: ['create', 'update', 'move', 'restore'],
  async beforeWrite(changes, context) {
    for (const change of changes) if (change.action === 'update') keepsText(change)
    const published = changes.filter(isPublished)
    if (published.length > 0) await publish(published, context)
  },
  async afterWrite(changes, { crm, table, emit }) {
    for (const { action, id, before, after } of changes) {
      if (after.stage !== 'published' || (action !== 'restore' && before?.stage === 'published')) continue
      // What is new is the first of its editions.
      for (const other of before === null ? [] : await editionsOf({ table }, chainOf(after)))
        if (other.stage === 'published' && other.id !== id)
          await crm.knowledgeArticles.move(other.id, { to: 'archived' })
      const { slug, locale, edition } = after
      emit('article.published', { slug, locale, edition }, { entity: 'knowledgeArticle', recordId: id })
    }
  },
}

/** With this readers see it: it is published, made so, or comes back from the bin. */
const isPublished = ({ action, before, to, input }: Change): boolean =>
  action === 'restore' ? before?.stage === 'published' : (before === null ? input.stage : to) === 'published'

function keepsText({ before, input, at }: Change): void {
  if (before === null || (before.publishedAt ?? null) === null) return
  const changed = text.find((name) => input[name] !== undefined && input[name] !== before[name])
  if (changed === undefined) return
  throw new CrmError('ARTICLE_PUBLISHED', { details: { path: at === '' ? changed : `${at}.${changed}` } })
}

/** One edition is published of an article, and an address leads to one article. One publishes after the other. */
async function publish(changes: readonly Change[], { table, now }: Inside): Promise<void> {
  await table('knowledgeArticle').lock('publish')
  const all = changes.map(({ id, before, input, set, at }) => {
    const { slug = '', locale = usualLocale, firstId = null } = { ...before, ...input }
    return { at, set, slug, locale, chain: chainOf({ id, firstId }) }
  })
  const taken = new Map<string, string>()
  const known = await table('knowledgeArticle').all({
    slug: { in: all.map(({ slug }) => slug) },
    publishedAt: { isNull: false },
  })
  for (const { slug, locale, ...edition } of known) taken.set(`${locale} ${slug}`, chainOf(edition))
  for (const { at, set, slug, locale, chain } of all) {
    const address = `${locale} ${slug}`
    if ((taken.get(address) ?? chain) !== chain)
      throw new CrmError('SLUG_TAKEN', { details: { path: at === '' ? 'slug' : `${at}.slug`, slug } })
    taken.set(address, chain)
    set({ publishedAt: now, flaggedAt: null })
  }
}
