import type { Fixtures } from '../fixtures.ts'

/** What was done, and its proof. */
export const auditFixtures: Fixtures = {
  async 'audit.list'(me, unique) {
    const { id } = await me.companies.create({ name: unique })
    const of = { entity: 'company', recordId: id, actor: 'u_admin', operation: 'companies.create' }
    const where = { ...of, from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
    return { input: { where, limit: 2, after: null } }
  },
  async 'audit.verify'(me, unique) {
    await me.companies.create({ name: unique })
    await me.audit.seal({})
    const { head } = await me.audit.verify({})
    return { input: head === null ? {} : { head } }
  },
  async 'audit.seal'(me, unique) {
    await me.companies.create({ name: unique })
    return { input: {} }
  },
}
