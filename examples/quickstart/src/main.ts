import { createCrm, field } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'

const crm = createCrm({
  storage: sqlite('crm.db'),
  fields: { contact: { tier: field.enum(['gold', 'silver']).optional() } }, // a typed custom field
})
await crm.migrate()

const me = crm.as({ user: 'u_1', roles: ['sales'] }) // no actor, no access
const acme = await me.companies.create({ name: '北京未来科技有限公司' })
const deal = await me.deals.create({ companyId: acme.id, title: '年度合同', amount: 12_000_000, currency: 'CNY' })
await me.deals.move(deal.id, { to: 'proposal' }) // a wrong stage does not compile
for await (const d of me.deals.iterate({ where: { stage: 'proposal' } })) console.log(d.title, d.amount)
await crm.close()
