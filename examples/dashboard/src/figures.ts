import { currency, type Desk, open } from './crm.ts'
import { loadCdnow } from './data/cdnow.ts'
import { loadNorthwind } from './data/northwind.ts'
import { churn } from './figures/churn.ts'
import { cohorts } from './figures/cohorts.ts'
import { regions, top } from './figures/customers.ts'
import { funnel, reps } from './figures/deals.ts'
import { forecast } from './figures/forecast.ts'
import { lifetime } from './figures/lifetime.ts'
import {
  oldCustomersTile,
  pipelineTile,
  repurchaseTile,
  retentionTile,
  revenueTile,
  winRateTile,
} from './figures/tiles.ts'
import type { Cdnow, Figures, Northwind } from './views.ts'

/** Twelve whole months. */
const year = { from: '1997-05-01', to: '1998-05-01' }
/** Two halves of a year. */
const halves = { from: '1997-01-01', to: '1997-07-01', until: '1998-01-01' }

/** Loads both books, and asks `me.analytics` for everything that the report shows. */
export async function figures(): Promise<Figures> {
  return { northwind: await asked(loadNorthwind, northwindOf), cdnow: await asked(loadCdnow, cdnowOf) }
}

async function asked<F>(load: (app: ReturnType<typeof open>) => Promise<void>, of: (me: Desk) => Promise<F>) {
  const app = open()
  try {
    await app.crm.migrate()
    await load(app)
    return await of(app.crm.as({ user: 'reporter', roles: ['reporter'] }))
  } finally {
    await app.crm.close()
  }
}

async function northwindOf(me: Desk): Promise<Northwind> {
  return {
    currency,
    zone: 'UTC',
    tiles: [
      await revenueTile(me, year),
      await retentionTile(me, halves),
      await repurchaseTile(me, year),
      await oldCustomersTile(me, year),
      await winRateTile(me, year),
      await pipelineTile(me, '1998-04-01'),
    ],
    forecast: await forecast(me),
    funnel: await funnel(me, year),
    cohorts: await cohorts(me, 'quarter', { from: '1996-07-01', to: '1998-04-01', until: '1998-07-01' }),
    top: await top(me, year),
    regions: await regions(me, halves),
    reps: await reps(me, year),
    churn: await churn(me),
  }
}

async function cdnowOf(me: Desk): Promise<Cdnow> {
  const { tile, worth } = await lifetime(me)
  const months = { from: '1997-01-01', to: '1997-04-01', until: '1998-07-01' }
  return {
    currency,
    zone: 'UTC',
    tiles: [
      await revenueTile(me, { from: '1997-07-01', to: '1998-07-01' }),
      await repurchaseTile(me, { from: '1997-01-01', to: '1998-07-01' }),
      tile,
    ],
    cohorts: await cohorts(me, 'month', months),
    worth,
  }
}
