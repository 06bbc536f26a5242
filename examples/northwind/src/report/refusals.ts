import { isCrmError } from '@guanxi/core'
import { type Northwind, tenant } from '../crm.ts'
import { section } from './format.ts'

/** What the CRM does not let a sales representative do. */
export async function refusals(crm: Northwind['crm']): Promise<string> {
  const margaret = crm.as({ tenant, user: '4', roles: ['sales'] })
  const nancy = crm.as({ tenant, user: '1', roles: ['sales'] })
  const shipped = await margaret.deals.list({ where: { stage: 'shipped' }, orderBy: { externalId: 'desc' }, limit: 1 })
  const customers = await margaret.companies.list({ orderBy: { name: 'asc' }, limit: 1 })
  const [deal] = shipped.items
  const [company] = customers.items
  if (deal === undefined || company === undefined) throw new Error('Margaret has sold nothing')

  const { id, title } = deal
  const back = await refused(() => margaret.deals.move(id, { to: 'placed' }))
  const stale = await refused(() => margaret.deals.update(id, { title: 'Urgent' }, { ifVersion: 1 }))
  const foreign = await refused(() => nancy.companies.get(company.id))
  return section('Refused', [
    [`Margaret moves ${title} back`, ...back],
    [`Margaret changes ${title}, as it was when placed`, ...stale],
    [`Nancy opens ${company.name}, a customer of Margaret’s`, ...foreign],
  ])
}

async function refused(call: () => Promise<unknown>): Promise<readonly [string, string]> {
  try {
    await call()
  } catch (error) {
    if (isCrmError(error)) return [error.code, error.message]
    throw error
  }
  throw new Error('this should have been refused')
}
