import { type Fixtures, recordFixtures } from '../fixtures.ts'

const query = {
  where: { name: { startsWith: 'x' } },
  orderBy: [{ createdAt: 'desc' }],
  include: { contacts: true },
  columns: ['name'],
  limit: 2,
}

/** Views that were saved. */
export const savedViewFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'savedViews',
    owned: true,
    by: false,
    input: async (_, unique) => ({ name: unique, entity: 'company', query, ownerId: 'u' }),
    patch: { shared: true },
    relation: 'owner',
  }),
  async 'savedViews.run'(me, unique) {
    const { id } = await me.savedViews.create({ name: unique, entity: 'company', query })
    return { id, input: { after: null, limit: 2 } }
  },
  'savedViews.default': async () => ({ input: { entity: 'company' } }),
}
