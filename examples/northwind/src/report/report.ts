import { type Northwind, tenant } from '../crm.ts'
import { board } from './board.ts'
import { company } from './company.ts'
import { deletion } from './deletion.ts'
import { refusals } from './refusals.ts'
import { bestCustomers, perMember, perYear } from './revenue.ts'
import { sight } from './sight.ts'

/** Everything that the CRM tells of the company, for people. */
export async function report({ crm }: Northwind): Promise<string> {
  const desk = crm.as({ tenant, user: 'controller', roles: ['controller'] })
  const sections = [
    await perYear(desk),
    await bestCustomers(desk),
    await perMember(desk),
    await board(desk),
    await company(desk, 'QUICK'),
    await sight(crm, desk),
    await refusals(crm),
    await deletion(crm, 'QUICK'),
  ]
  return sections.join('\n\n')
}
