import { type Desk, type Northwind, tenant } from '../crm.ts'
import { count, section } from './format.ts'

/** How many companies each member sees, and somebody of another tenant who may see everything there. */
export async function sight(crm: Northwind['crm'], desk: Desk): Promise<string> {
  const { items: members } = await desk.members.list({
    orderBy: { userId: 'asc' },
    include: { reports: { limit: 1 } },
  })
  const rows: string[][] = []
  for (const { userId, name, reports } of members) {
    const role = reports.length > 0 ? 'manager' : 'sales'
    rows.push([name, role, await seen(crm.as({ tenant, user: userId, roles: [role] }))])
  }
  rows.push(['The controller', 'controller', await seen(desk)])
  rows.push(['Another tenant', 'admin', await seen(crm.as({ tenant: 'southwind', user: '2', roles: ['admin'] }))])
  return section('Companies as seen by', rows)
}

const seen = async (desk: Desk): Promise<string> => count(await desk.companies.count())
