import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type App, currency } from '../crm.ts'

/** ` 00004 0001 19970101  2   29.33`: what customer 1 of the sample bought on a day, for 29.33. */
const line = /^\s*\d+\s+(\d+)\s+(\d{4})(\d{2})(\d{2})\s+\d+\s+(\d+)\.(\d{2})\s*$/
const file = join(import.meta.dirname, '../../../../packages/analytics/test/data/cdnow/CDNOW_sample.txt')

/** 2,357 people, and what they bought at CDNOW from January 1997 to June 1998. */
export async function loadCdnow({ crm, clock }: App): Promise<void> {
  const desk = crm.asSystem({ reason: 'CDNOW import' })
  const rows = readFileSync(file, 'utf8').split('\n').flatMap(purchaseOf)
  const names = [...new Set(rows.map(({ customer }) => customer))]
  const { ids } = await desk.contacts.createMany(names.map((externalId) => ({ name: `#${externalId}`, externalId })))
  const contacts = new Map(names.map((name, i) => [name, ids[i] ?? '']))
  await desk.orders.createMany(
    rows.map(({ customer, ...rest }) => ({ contactId: contacts.get(customer) ?? null, currency, ...rest })),
  )
  await clock.advance('1998-07-01T00:00:00Z')
}

function purchaseOf(text: string) {
  const [, customer, year, month, day, dollars, cents] = line.exec(text) ?? []
  if (customer === undefined) return []
  return [{ customer, placedAt: `${year}-${month}-${day}T12:00:00Z`, total: Number(`${dollars}${cents}`) }]
}
