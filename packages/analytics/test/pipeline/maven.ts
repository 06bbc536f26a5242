import { definePipeline } from '@guanxi/core'
import type { TestClock } from '@guanxi/testkit'
import { csv, shared } from '../shared.ts'
import { type Me, noon } from './world.ts'

const folder = 'crm_sales_opportunities'
export const files = ['sales_pipeline', 'products', 'accounts', 'sales_teams'].map((name) => `${folder}/${name}.csv`)

export const maven = definePipeline({
  entity: 'deal',
  stages: {
    prospecting: { probability: 0.1 },
    engaging: { probability: 0.6 },
    won: { type: 'won' },
    lost: { type: 'lost' },
  },
})

const rowsOf = (name: string) => [...csv(shared(`${folder}/${name}.csv`))]

export interface Options {
  /** What names of the file stand for. */
  readonly mapping?: Readonly<Record<string, string>>
  /** Of the opportunities, by their place in the file. */
  readonly only?: (index: number, row: Readonly<Record<string, string>>) => boolean
}

/** The names of the products in the file, with their rows. */
function productNames(): { name: string; rows: number }[] {
  const rows = new Map<string, number>()
  for (const { product = '' } of rowsOf('sales_pipeline')) rows.set(product, (rows.get(product) ?? 0) + 1)
  return [...rows].map(([name, n]) => ({ name, rows: n }))
}

/** Who sells, and in which region. */
async function importMembers(me: Me) {
  await me.members.createMany(
    rowsOf('sales_teams').map(({ sales_agent: name = '', regional_office: region = '' }) => ({
      userId: name,
      name,
      region,
    })),
  )
}

async function importProducts(me: Me) {
  for (const { product = '', series = '', sales_price } of rowsOf('products'))
    await me.products.create({ name: product, category: series, price: Number(sales_price) * 100, currency: 'USD' })
}

/** The names of some of the opportunities, by their place in the file. */
export const namesOf = (only: (index: number) => boolean): string[] =>
  rowsOf('sales_pipeline').flatMap(({ opportunity_id: name = '' }, index) => (only(index) ? [name] : []))

/** The opportunities as they came and went: each is made on the day of its engagement, and closed on its day. Amounts in cents. */
export async function importMaven(me: Me, clock: TestClock, { mapping = {}, only = () => true }: Options = {}) {
  await importProducts(me)
  await importMembers(me)
  await me.companies.createMany([
    ...rowsOf('accounts').map(({ account = '' }) => ({ name: account })),
    { name: '(no account)' },
  ])
  const companies = new Map<string, string>()
  for await (const { id, name } of me.companies.iterate()) companies.set(name, id)
  const report = await me.analytics.matchProducts({ names: productNames(), mapping })
  const products = new Map(report.data.matched.map(({ name, productId }) => [name, productId]))
  const prices = new Map<string, number>()
  for await (const { id, price } of me.products.iterate()) prices.set(id, price ?? 0)
  const regions = new Map(rowsOf('sales_teams').map((row) => [row.sales_agent ?? '', row.regional_office ?? '']))
  await me.customFields.define({ entity: 'deal', name: 'region', kind: 'string', class: 'plain' })

  const creations = new Map<string, object[]>()
  const closings = new Map<string, { externalId: string; to: 'won' | 'lost'; cents: number; productId?: string }[]>()
  const put = <T>(to: Map<string, T[]>, day: string, one: T) => to.set(day, [...(to.get(day) ?? []), one])
  for (const [index, row] of rowsOf('sales_pipeline').entries()) {
    if (!only(index, row)) continue
    const {
      opportunity_id: externalId = '',
      sales_agent: agent = '',
      product = '',
      account = '',
      deal_stage: stage = '',
    } = row
    const productId = products.get(product)
    // What nobody knows the price of comes to nobody knows what.
    const lines = productId === undefined ? {} : { lines: [{ productId, unitPrice: prices.get(productId) ?? 0 }] }
    const deal = {
      externalId,
      title: externalId,
      companyId: companies.get(account === '' ? '(no account)' : account),
      ownerId: agent,
      currency: 'USD',
      custom: { region: regions.get(agent) },
      ...lines,
    }
    put(creations, row.engage_date || '2017-12-31', {
      ...deal,
      stage: stage === 'Prospecting' ? 'prospecting' : 'engaging',
    })
    if (stage !== 'Won' && stage !== 'Lost') continue
    const cents = Number(row.close_value) * 100
    const to = stage === 'Won' ? 'won' : 'lost'
    put(closings, row.close_date ?? '', { externalId, to, cents, ...(productId === undefined ? {} : { productId }) })
  }
  const ids = new Map<string, string>()
  for (const day of [...new Set([...creations.keys(), ...closings.keys()])].sort()) {
    if (clock.at < new Date(noon(day)).toISOString()) await clock.advance(noon(day))
    const made = creations.get(day) ?? []
    if (made.length > 0) {
      const { ids: own } = await me.deals.createMany(made as never)
      for (const [i, deal] of made.entries()) ids.set((deal as { externalId: string }).externalId, own[i] ?? '')
    }
    await me.transaction(async (tx) => {
      for (const { externalId, to, cents, productId } of closings.get(day) ?? []) {
        const set = productId === undefined ? { amount: cents } : { lines: [{ productId, unitPrice: cents }] }
        await tx.deals.move(ids.get(externalId) ?? '', { to, set: set as never })
      }
    })
  }
  return report
}
