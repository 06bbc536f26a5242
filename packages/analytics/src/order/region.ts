import type { CoreTypes, EntityHooks } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { mostRegion } from './fields.ts'

/** An order is sold where its company is when it is placed, unless it says so itself. */
export const regionHooks: EntityHooks<CoreTypes & AnalyticsTypes, 'order'> = {
  actions: ['create'],
  elevate: true,
  async beforeWrite(changes, { crm }) {
    const without = changes.flatMap(({ input, set }) => {
      const { companyId, region } = input
      return region === undefined && typeof companyId === 'string' ? [{ companyId, set }] : []
    })
    const ids = [...new Set(without.map(({ companyId }) => companyId))]
    const regions = new Map<string, string | null>()
    for (let from = 0; from < ids.length; from += 200) {
      const where = { id: { in: ids.slice(from, from + 200) } }
      const { items } = await crm.companies.list({ where, limit: 200 })
      for (const { id, region } of items) regions.set(id, region)
    }
    for (const { companyId, set } of without) {
      const region = regions.get(companyId)
      if (typeof region === 'string' && region.length <= mostRegion) set({ region })
    }
  },
}
