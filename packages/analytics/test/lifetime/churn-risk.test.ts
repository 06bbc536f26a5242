import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics, type RiskSignal } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import { companies, order, orders, world, zone } from '../world.ts'

const signal: RiskSignal = {
  code: 'open_complaint',
  entity: 'task',
  where: { title: 'complaint', closedAt: null },
  company: 'companyId',
  contact: 'contactId',
  weight: 0.5,
}

/** The same tenant with signals. */
function withSignals({ storage, tenant }: Stage, signals: readonly RiskSignal[]) {
  const roles = {
    teller: { grants: { order: { scope: 'all' }, company: { scope: 'all' } }, operations: ['analytics.churnRisk'] },
  } as const
  const clock = testClock('2026-03-16T01:00:00Z')
  const crm = createCrm({ storage, plugins: [analytics({ signals })], tenancy: 'multi', clock, roles, zone })
  return (...roles: string[]) => crm.as({ tenant, user: 'u_1', roles })
}

onOne((stage) => {
  test('E10: by the gaps of each, with the reasons as data, in one order', async () => {
    const { admin } = world(stage())
    const [late = '', fine = '', once = '', twin = ''] = await companies(admin, 4)
    // Every 30 days; the last 72 days before the end of the 15th of March.
    await orders(admin, [
      ...['2025-11-03', '2025-12-03', '2026-01-02'].flatMap((day) => [order(late, day), order(twin, day)]),
      ...['2025-12-01', '2026-01-30', '2026-03-01'].map((day) => order(fine, day)),
      order(once, '2025-01-01'),
    ])
    const asked = { asOf: '2026-03-16', horizonDays: 60 }
    const { data, meta } = await admin.analytics.churnRisk(asked)
    expect(data.customers.map(({ customer }) => customer.id)).toEqual([late, twin, fine])
    expect(data.customers[0]).toMatchObject({
      score: 1 - 2 ** -2.4,
      base: 1 - 2 ** -2.4,
      reasons: [{ code: 'gap', ratio: 2.4, gapDays: 72, usualDays: 30 }],
      purchases: 3,
      last: '2026-01-02',
    })
    expect(data.customers[2]?.reasons).toEqual([{ code: 'gap', ratio: 0.31, gapDays: 14, usualDays: 45 }])
    expect(meta).toMatchObject({ rows: 10, excluded: { one_purchase: 1 }, warnings: [] })
    // As it stood on the 14th of January: two had a gap of 12 days of 30, the third had bought but once.
    expect(data.calibration).toMatchObject({
      cutoff: '2026-01-14',
      stayedAway: { num: 2, den: 2, value: 1 },
      auc: null,
    })
    expect(data.calibration?.brier).toBeCloseTo(2 ** -0.8, 12)
    expect((await admin.analytics.churnRisk(asked)).data).toEqual(data)
    // What is added for later changes nothing of it.
    await orders(admin, [order(late, '2026-03-16')])
    expect((await admin.analytics.churnRisk(asked)).data).toEqual(data)
  })

  test('E10: signals of the host are reasons, among what the actor may read', async () => {
    const on = stage()
    const { admin } = world(on)
    const [one = '', other = ''] = await companies(admin, 2)
    const contactId = (await admin.contacts.create({ name: '王芳' })).id
    const days = ['2026-01-14', '2026-02-13']
    await orders(admin, [
      ...days.flatMap((day) => [order(one, day), order(other, day)]),
      { contactId, placedAt: '2026-01-01T00:00:00Z', currency: 'USD', total: 1 },
    ])
    const complain = async (about: object, title = 'complaint') => await admin.tasks.create({ title, ...about })
    await complain({ companyId: other })
    await complain({ companyId: other })
    await complain({ companyId: one }, 'greeting')
    await complain({ contactId })
    const as = withSignals(on, [signal])
    const { data, meta } = await as('admin').analytics.churnRisk({})
    // 31 days of 30 have gone by the end of today.
    const base = 1 - 2 ** (-31 / 30)
    expect(data.customers).toMatchObject([
      { customer: { id: other }, base, score: 1 - (1 - base) / 2, reasons: [{}, { code: 'open_complaint', n: 2 }] },
      { customer: { id: one }, base, score: base, reasons: [{ code: 'gap', ratio: 1.03 }] },
      {
        customer: { kind: 'contact', id: contactId },
        base: null,
        score: 0.5,
        reasons: [{ code: 'open_complaint', n: 1 }],
      },
    ])
    expect(meta.warnings.map(({ code }) => code)).toEqual(['signals_not_in_calibration', 'no_calibration'])
    // Who may not read tasks is told of gaps alone, and that it is so.
    const blind = await as('teller').analytics.churnRisk({})
    expect(blind.data.customers.map(({ reasons }) => reasons.length)).toEqual([1, 1])
    expect(blind.meta.warnings[0]).toMatchObject({ code: 'signal_not_readable', signal: 'open_complaint' })
    // What is open today was not known then.
    const past = await as('admin').analytics.churnRisk({ asOf: '2026-03-01' })
    expect(past.meta.warnings[0]).toEqual({ code: 'signals_are_of_now' })
    expect(past.data.customers.map(({ reasons }) => reasons.length)).toEqual([1, 1])
  })

  test('signals that cannot be are refused', async () => {
    const on = stage()
    const ask = (more: Partial<RiskSignal>) =>
      withSignals(on, [{ ...signal, ...more }])('admin').analytics.churnRisk({})
    await expect(ask({ entity: 'complaint' })).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
      details: { problem: 'the signal open_complaint is of complaint, which is not defined' },
    })
    await expect(ask({ company: 'clientId' })).rejects.toThrow('clientId')
    await expect(ask({ where: { colour: 'red' } })).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
    expect(() => analytics({ signals: [{ ...signal, weight: 0 }] })).toThrow('signals.0.weight')
    expect(() => analytics({ signals: [{ ...signal, code: 'Open' }] })).toThrow('signals.0.code')
    expect(() => analytics({ signals: [signal, signal] })).toThrow('signals.1.code')
    const { company, contact, ...nobody } = signal
    expect(() => analytics({ signals: [nobody] })).toThrow('signals.0')
  })

  test('too little for a model is a status, with nobody in the list', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [order(one, '2025-01-01'), order(one, '2025-03-01')])
    const byModel = await admin.analytics.churnRisk({ method: 'btyd' })
    expect(byModel.data).toMatchObject({ n: 0, customers: [], calibration: null, buying: { status: 'insufficient' } })
    expect(byModel.meta.excluded).toEqual({ no_model: 1 })
    const byLogit = await admin.analytics.churnRisk({ method: 'logit' })
    expect(byLogit.data).toMatchObject({ n: 0, customers: [], calibration: null, logit: { status: 'too_few', n: 1 } })
  })
})
