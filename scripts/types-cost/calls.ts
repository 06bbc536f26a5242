/** A call of each kind, on the n-th entity. */
export const calls: Readonly<Record<string, (n: number) => string>> = {
  create: (n) => `await me.alpha${n}s.create({ title: 'x', companyId: 'c', priority: 'low', amount: 1 })`,
  'create, dry': (n) => `await me.alpha${n}s.create({ title: 'x', companyId: 'c' }, { dryRun: true })`,
  createMany: (n) => `await me.alpha${n}s.createMany([{ title: 'x', companyId: 'c' }])`,
  get: (n) => `void (await me.alpha${n}s.get('x')).stage`,
  'get, include': (n) =>
    `void (await me.companies.get('x', { include: { alpha${n}s: { limit: 3 } } })).alpha${n}s[0]?.title`,
  update: (n) => `await me.alpha${n}s.update('x', { title: 'y' })`,
  updateMany: (n) => `await me.alpha${n}s.updateMany({ where: { stage: 'open' }, set: { title: 'y' } })`,
  upsert: (n) => `await me.alpha${n}s.upsert({ by: 'title', record: { title: 'x', companyId: 'c' } })`,
  delete: (n) => `await me.alpha${n}s.delete('x')`,
  move: (n) => `await me.alpha${n}s.move('x', { to: 'done', note: 'y' })`,
  list: (n) => `void (await me.alpha${n}s.list()).items[0]?.title`,
  'list, where': (n) =>
    `void (await me.alpha${n}s.list({ where: { stage: 'open', amount: { gt: 1 } } })).items[0]?.title`,
  'list, where over relations': (n) =>
    `await me.alpha${n}s.list({ where: { company: { is: { deals: { some: { stage: 'won' } } } } }, orderBy: { dueAt: 'asc' } })`,
  'list, two includes': (n) =>
    `void (await me.alpha${n}s.list({ include: { company: true, contact: true } })).items[0]?.company?.name`,
  'list, include of many': (n) =>
    `void (await me.companies.list({ include: { alpha${n}s: { limit: 3 } } })).items[0]?.alpha${n}s[0]?.title`,
  'list, include in include': (n) =>
    `void (await me.companies.list({ include: { alpha${n}s: { limit: 3, include: { contact: true } } } })).items[0]?.alpha${n}s[0]?.contact?.name`,
  iterate: (n) => `for await (const one of me.alpha${n}s.iterate({ where: { stage: 'open' } })) void one.title`,
  count: (n) =>
    `await me.companies.count({ where: { alpha${n}s: { some: { stage: 'open' }, sum: { amount: { gt: 1 } } } } })`,
  aggregate: (n) => `void (await me.alpha${n}s.aggregate({
  groupBy: { month: { field: 'dueAt', bucket: 'month' }, stage: 'stage' },
  measures: { n: { fn: 'count' }, total: { fn: 'sum', field: 'amount' } },
  orderBy: { total: 'desc' },
}))[0]?.total`,
  operation: (n) => `void (await me.alpha${n}s.open({ companyId: 'c', title: 'x' })).stage`,
  'operation, a record in its answer': (n) =>
    `void (await me.alpha${n}s.check({ companyId: 'c', title: 'x' })).made.stage`,
  'on, a record’s fact': (n) => `crm.on('alpha${n}.moved', ({ data }) => void data.to)`,
  'on, a plugin’s fact': (n) => `crm.on('alpha${n}.opened', ({ data }) => void data.title)`,
  timeline: (n) =>
    `for (const item of (await me.alpha${n}s.timeline('x')).items) if (item.entity === 'deal') void item.record.title`,
  'timeline, narrowed': (n) =>
    `void (await me.companies.timeline('x', { entities: ['alpha${n}'] })).items[0]?.record.priority`,
  transaction: (n) => `await me.transaction(async (tx) => tx.alpha${n}s.get('x'))`,
}
