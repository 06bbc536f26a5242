import type { Me } from '../world.ts'

export type Asked = Parameters<Me['analytics']['purchaseSummary']>[0]

/** All pages of summaries, one after another. */
export async function allSummaries(me: Me, asked: Asked) {
  const rows = []
  for (let after: Asked['after']; ; ) {
    const { data } = await me.analytics.purchaseSummary({ ...asked, ...(after === undefined ? {} : { after }) })
    rows.push(...data.customers)
    if (data.next === null) return rows
    after = data.next
  }
}
