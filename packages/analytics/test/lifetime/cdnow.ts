import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Me } from '../world.ts'

/** The purchases of the CDNOW sample, in cents, in the order of the file. */
export const purchases = readFileSync(join(import.meta.dirname, '../data/cdnow/CDNOW_sample.txt'), 'utf8')
  .trim()
  .split(/\r?\n/)
  .map((line) => {
    const [, id = '', date = '', , dollars = ''] = line.trim().split(/\s+/)
    return {
      customer: Number(id),
      day: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
      cents: Math.round(100 * Number(dollars)),
    }
  })

/** Imports them: odd customers are companies, even ones contacts. Answers whose id is which number. */
export async function importCdnow(me: Me, numbers: (n: number) => boolean = () => true): Promise<Map<string, number>> {
  const wanted = purchases.filter(({ customer }) => numbers(customer))
  const all = [...new Set(wanted.map(({ customer }) => customer))]
  const [odd, even] = [all.filter((n) => n % 2 === 1), all.filter((n) => n % 2 === 0)]
  const idOf = new Map<number, string>()
  for (const some of chunks(odd)) {
    const { ids } = await me.companies.createMany(some.map((n) => ({ name: `C${n}` })))
    some.forEach((n, i) => {
      idOf.set(n, ids[i] ?? '')
    })
  }
  for (const some of chunks(even)) {
    const { ids } = await me.contacts.createMany(some.map((n) => ({ name: `P${n}` })))
    some.forEach((n, i) => {
      idOf.set(n, ids[i] ?? '')
    })
  }
  const rows = wanted.map(({ customer, day, cents }) => ({
    ...(customer % 2 === 1 ? { companyId: idOf.get(customer) ?? '' } : { contactId: idOf.get(customer) ?? '' }),
    placedAt: `${day}T12:00:00+08:00`,
    currency: 'USD',
    total: cents,
  }))
  for (const some of chunks(rows)) await me.orders.createMany(some)
  return new Map([...idOf].map(([n, id]) => [id, n]))
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += 1000) yield all.slice(at, at + 1000)
}
