import { type Northwind, tenant } from '../crm.ts'
import { counted, section } from './format.ts'

/** What the deletion of a company would do. */
export async function deletion(crm: Northwind['crm'], externalId: string): Promise<string> {
  const andrew = crm.as({ tenant, user: '2', roles: ['admin'] })
  const { items } = await andrew.companies.list({ where: { externalId } })
  const [company] = items
  if (company === undefined) throw new Error(`no company ${externalId}`)
  const { changes, facts, warnings } = await andrew.companies.delete(company.id, { dryRun: true })
  const orphans = warnings.map((warning) => counted(Number(warning.count), String(warning.entity)))
  return section(`Deleting ${company.name} would`, [
    ...changes.map(({ action, entity, fields }) => [action, `1 ${entity} (it sets ${Object.keys(fields).join(', ')})`]),
    ...facts.map(({ type }) => ['announce', type]),
    ['leave behind', orphans.join(', ')],
  ])
}
