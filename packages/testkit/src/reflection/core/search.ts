import type { Fixture, Fixtures } from '../fixtures.ts'

const explain: Fixture = async () => ({ input: { orderBy: { createdAt: 'desc' }, limit: 5, after: null } })
const search: Fixture = async (_, unique) => ({ input: { text: unique, where: { id: unique }, limit: 5, after: null } })

/** Searching over entities, and what is asked of records that others own. */
export const searchFixtures: Fixtures = {
  async 'search.find'(me, unique) {
    await me.companies.create({ name: unique })
    return { input: { text: unique, entities: ['company', 'contact'], limit: 5 } }
  },
  ...Object.fromEntries(['orderLines', 'dealLines'].map((plural) => [`${plural}.explain`, explain])),
  'contactPoints.search': search,
  'companyPoints.search': search,
}
