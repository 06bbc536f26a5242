import type { HandlersOf } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { customerOperations } from './contracts.ts'
import { rebuilt, stagesIn } from './lifecycle-history.ts'
import { normalizePage } from './normalize.ts'

const points = { points: { limit: 200 } } as const
const byTag = {
  groupBy: { tag: 'tag' },
  measures: { count: { fn: 'count' } },
  orderBy: [{ count: 'desc' }, { tag: 'asc' }],
  limit: 1000,
} as const

export const customerHandlers: HandlersOf<CoreTypes, typeof customerOperations> = {
  companies: {
    normalize: ({ crm, phones }, input) =>
      normalizePage(input, phones, {
        page: (query) => crm.companies.list({ ...query, include: points }),
        write: (id, points) => crm.companies.update(id, { points }),
      }),
    tag: ({ crm }, { id, ...tags }) => crm.companies.update(id, { tags: changed(tags) }),
    tags: ({ crm }) => crm.companyTags.aggregate(byTag),
    prefer: ({ crm }, { id, ...said }) => crm.companies.update(id, { preferences: [preferred(said)] }),
    async preferences({ crm }, { id, ...which }) {
      await crm.companies.get(id)
      return told(crm.companyPreferences.iterate({ where: { companyId: id, ...given(which) } }))
    },
    lifecycle: async ({ crm }, { id }) => stagesIn(await crm.companies.story(id)),
    rebuildLifecycle: async (context, { after = null, limit = 100 }) =>
      rebuilt(context, 'company', await context.crm.companies.list({ after, limit })),
  },
  contacts: {
    normalize: ({ crm, phones }, input) =>
      normalizePage(input, phones, {
        page: (query) => crm.contacts.list({ ...query, include: points }),
        write: (id, points) => crm.contacts.update(id, { points }),
      }),
    tag: ({ crm }, { id, ...tags }) => crm.contacts.update(id, { tags: changed(tags) }),
    tags: ({ crm }) => crm.contactTags.aggregate(byTag),
    prefer: ({ crm }, { id, ...said }) => crm.contacts.update(id, { preferences: [preferred(said)] }),
    async preferences({ crm }, { id, ...which }) {
      await crm.contacts.get(id)
      return told(crm.contactPreferences.iterate({ where: { contactId: id, ...given(which) } }))
    },
    lifecycle: async ({ crm }, { id }) => stagesIn(await crm.contacts.story(id)),
    rebuildLifecycle: async (context, { after = null, limit = 100 }) =>
      rebuilt(context, 'contact', await context.crm.contacts.list({ after, limit })),
  },
  deals: {
    tag: ({ crm }, { id, ...tags }) => crm.deals.update(id, { tags: changed(tags) }),
    tags: ({ crm }) => crm.dealTags.aggregate(byTag),
  },
  leads: {
    tag: ({ crm }, { id, ...tags }) => crm.leads.update(id, { tags: changed(tags) }),
    tags: ({ crm }) => crm.leadTags.aggregate(byTag),
  },
}

const changed = ({ add = [], remove = [] }: { add?: string[] | undefined; remove?: string[] | undefined }) => ({
  add,
  remove,
})

interface Said {
  readonly key: string
  readonly value: string | null
  readonly origin?: string | undefined
}
const preferred = ({ key, value, origin }: Said) => ({ key, value, ...(origin === undefined ? {} : { origin }) })

/** What was given. */
const given = ({ key, current }: { key?: string | undefined; current?: boolean | undefined }) => ({
  ...(key === undefined ? {} : { key }),
  ...(current === undefined ? {} : { current }),
})

interface Preference {
  readonly key: string
  readonly value: string | null
  readonly origin: string | null
  readonly by: string
  readonly createdAt: string
  readonly current: boolean
}

async function told(rows: AsyncIterable<Preference>) {
  const all = []
  for await (const { key, value, origin, by, createdAt, current } of rows)
    all.push({ key, value, origin, by, at: createdAt, current })
  return all
}
