import type { Contact } from '@guanxi/core'
import { expect } from 'vitest'
import { onOne } from '../on-one.ts'
import { csv, onShared, shared } from '../shared.ts'
import { world } from '../world.ts'

const file = (name: string) => [...csv(shared(`chinook/${name}.csv`))]
const cents = (amount: string | undefined) => Math.round(Number(amount) * 100)
const files = ['Customer', 'Employee', 'Invoice', 'InvoiceLine'].map((name) => `chinook/${name}.csv`)

onOne((stage) => {
  onShared('check 26: Chinook: 412 invoices, by country, agent and year', files, async () => {
    const { admin } = world(stage())
    const agents = file('Employee').filter(({ Title = '' }) => Title === 'Sales Support Agent')
    await admin.members.createMany(
      agents.map(({ EmployeeId = '', LastName = '' }) => ({ userId: `e${EmployeeId}`, name: LastName })),
    )
    const customers = file('Customer')
    await admin.contacts.createMany(
      customers.map(({ CustomerId = '', FirstName = '', LastName = '', SupportRepId = '' }) => ({
        ...{ name: `${FirstName} ${LastName}`, externalId: CustomerId, ownerId: `e${SupportRepId}` },
      })),
    )
    const made: Contact[] = []
    for await (const contact of admin.contacts.iterate({})) made.push(contact)
    const ids = new Map(made.map(({ externalId, id, ownerId }) => [externalId, { id, ownerId }]))
    const lines = new Map<string, Record<string, string>[]>()
    for (const line of file('InvoiceLine'))
      lines.set(line.InvoiceId ?? '', [...(lines.get(line.InvoiceId ?? '') ?? []), line])
    const invoices = file('Invoice')
    await admin.orders.createMany(
      invoices.map(({ InvoiceId = '', CustomerId = '', InvoiceDate = '', BillingCountry = '' }) => ({
        ...{ externalId: InvoiceId, contactId: ids.get(CustomerId)?.id ?? '', ownerId: ids.get(CustomerId)?.ownerId },
        ...{ placedAt: `${InvoiceDate.replace(' ', 'T')}+08:00`, region: BillingCountry, currency: 'USD' },
        lines: (lines.get(InvoiceId) ?? []).map(({ UnitPrice, Quantity }) => ({
          ...{ unitPrice: cents(UnitPrice), quantity: Number(Quantity) },
        })),
      })),
    )
    const all = { measures: ['orders.count', 'orders.revenue'], from: '2021-01-01', to: '2026-01-01' }
    const { data: whole, meta } = await admin.analytics.query(all)
    expect(whole.totals).toMatchObject({ 'orders.count': { value: 412 }, 'orders.revenue': { value: 232_860, n: 412 } })
    expect(meta.rows).toBe(412)
    const best = await admin.analytics.query({
      ...{ ...all, by: { country: 'region' }, topN: { by: 'orders.revenue', n: 3, other: true } },
    })
    const revenue = best.data.rows.map(({ values }) => Number(values['orders.revenue']?.value))
    expect([best.data.rows[0]?.keys, revenue[0]]).toEqual([{ country: 'USA' }, 52_306])
    expect(revenue.reduce((sum, each) => sum + each, 0)).toBe(232_860)
    const byAgent = await admin.analytics.query({ ...all, by: { agent: { path: ['owner', 'name'] } } })
    expect(byAgent.data.rows.map(({ keys, values }) => [keys?.agent, values['orders.revenue']?.value])).toEqual([
      ['Johnson', 72_016],
      ['Park', 77_540],
      ['Peacock', 83_304],
    ])
    const yearly = await admin.analytics.query({
      measures: ['orders.revenue', 'orderLines.revenue', 'orderLines.quantity', 'customers.new'],
      ...{ grain: 'year', from: all.from, to: all.to },
    })
    const expected = [2021, 2022, 2023, 2024, 2025].map((year) => {
      const own = invoices.filter(({ InvoiceDate = '' }) => InvoiceDate.startsWith(`${year}`))
      const sum = own.reduce((total, { Total }) => total + cents(Total), 0)
      const pieces = own.reduce((total, { InvoiceId = '' }) => total + (lines.get(InvoiceId) ?? []).length, 0)
      const first = customers.filter(({ CustomerId }) => {
        const dates = invoices.filter((one) => one.CustomerId === CustomerId).map(({ InvoiceDate = '' }) => InvoiceDate)
        return dates.toSorted()[0]?.startsWith(`${year}`)
      })
      return [sum, sum, pieces, first.length]
    })
    expect(yearly.data.rows.map(({ values }) => Object.values(values).map(({ value }) => value))).toEqual(expected)
  })
})
