import { createCrm, isCrmError } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { fieldService } from './plugin.ts'

const storage = sqlite(':memory:')
const crm = createCrm({ storage, plugins: [fieldService()], zone: 'Asia/Shanghai' })
await crm.migrate()
crm.on('visit.finished', ({ data }) => console.log('finished, failed:', data.failed.join()))

const tried = async (what: string, run: () => Promise<unknown>) => {
  try {
    await run()
  } catch (error) {
    if (isCrmError(error)) console.log(what, error.code, error.localized('zh-CN'))
  }
}

// A dispatcher puts up a machine, with two visits in its first year.
const office = crm.as({ user: 'u_office', roles: ['dispatcher'] })
const acme = await office.companies.create({ name: '华东精工', serviceLevel: 'premium' })
const beta = await office.companies.create({ name: '北京未来' })
const machine = { companyId: acme.id, serial: 'SN-1001', model: 'X9', installedOn: '2091-03-01' }
const order = { machine, visits: 2, checks: ['safety', 'wear'] }
const { installation, visits } = await office.installations.commission(order, { idempotencyKey: 'order-17' })
await office.installations.commission(order, { idempotencyKey: 'order-17' }) // sent twice, done once
console.log(installation.serial, 'until', installation.warrantyUntil, 'visits', await office.visits.count())
await tried('again:', () => office.installations.commission(order))

// A technician goes there.
const [first = ''] = visits
await office.visits.update(first, { ownerId: 'u_li' })
const li = crm.as({ user: 'u_li', roles: ['technician'] })
await li.visits.move(first, { to: 'onSite' })
const half = { report: '正常', results: [{ title: 'safety', passed: true }] }
await tried('too early:', () => li.visits.finish(first, half))
const results = [...half.results, { title: 'wear', passed: false, remark: '皮带' }]
const { visit, next } = await li.visits.finish(first, { report: '皮带磨损', results, again: '2091-09-15' })
console.log(visit.stage, 'next', next?.on)

// He may not change machines; this one has a visit of his, so he may say where it went.
await tried('update:', () => li.installations.update(installation.id, { model: 'X10' }))
await li.installations.transfer(installation.id, { companyId: beta.id })
const worn = { installations: { some: { visits: { some: { checks: { some: { passed: false } } } } } } }
console.log((await li.companies.list({ where: worn })).items.map(({ name }) => name).join())

const admin = crm.as({ user: 'u_admin', roles: ['admin'] })
await admin.companies.delete(acme.id)
await tried('delete:', () => admin.companies.delete(beta.id))

// The plugin goes, and its rules with it.
const after = createCrm({ storage })
const { steps } = await after.uninstall(fieldService())
const tables = steps.filter(({ step }) => step.step === 'dropTable').map(({ step, rows }) => `${step.table} (${rows})`)
console.log('dropped', tables.join(', '))
await after.as({ user: 'u_admin', roles: ['admin'] }).companies.delete(beta.id)
