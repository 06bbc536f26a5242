import { analytics } from '@guanxi/analytics'
import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testClock, testIds } from '@guanxi/testkit'

/** Before the first order of both books. */
const begin = '1996-07-01T00:00:00Z'

/** What else tells that a customer may leave: an offer that was lost since the beginning of the year. */
const lostDeal = {
  code: 'lost_deal',
  entity: 'deal',
  where: { stage: 'lost', closedAt: { gte: '1998-01-01T00:00:00Z' } },
  company: 'companyId',
  weight: 0.1,
}

/** A CRM with analytics, in memory. Its clock and its ids are the same in every run, and so is the report. */
export function open() {
  const clock = testClock(begin)
  const crm = createCrm({
    storage: sqlite(':memory:'),
    plugins: [analytics({ signals: [lostDeal] })],
    clock,
    ids: testIds(),
    roles: { reporter: { grants: { '*': { scope: 'all', can: ['read'] } }, operations: ['*'] } },
  })
  return { crm, clock }
}

export type App = ReturnType<typeof open>
/** What one actor works with. */
export type Desk = ReturnType<App['crm']['as']>

export const currency = 'USD'
