import type { Random } from '@guanxi/testkit'
import type { Me } from '../world.ts'

const day = 86_400_000
/** The first of January in Shanghai, late in the evening of the year before in UTC. */
const begin = Date.parse('2025-01-01T00:00:00+08:00')
const regions = ['east', 'west', undefined] as const
const owners = ['u_a', 'u_b', undefined] as const

/** Somebody who sells, changes his mind, gives back, deletes and restores at random, and puts two customers into one. */
export class Walk {
  readonly #me: Me
  readonly #random: Random
  readonly #companies: string[] = []
  readonly #contacts: string[] = []
  /** How many changes were made. */
  changes = 0

  constructor(me: Me, random: Random) {
    this.#me = me
    this.#random = random
  }

  async begin(customers: number): Promise<void> {
    for (let i = 0; i < customers; i++) {
      const region = this.#random.pick(regions)
      this.#companies.push((await this.#me.companies.create({ name: `C${i}`, ...(region && { region }) })).id)
      this.#contacts.push((await this.#me.contacts.create({ name: `P${i}` })).id)
    }
  }

  async step(): Promise<void> {
    const random = this.#random
    const [order, binned] = [await this.#any('without'), await this.#any('only')]
    const kind = random.int(0, 13)
    if (order === undefined || kind < 3) return this.#count(1, this.#me.orders.create(this.#order()))
    if (kind < 5) {
      const many = Array.from({ length: random.int(2, 30) }, () => this.#order())
      return this.#count(many.length, this.#me.orders.createMany(many))
    }
    if (kind < 8) return this.#count(1, this.#me.orders.update(order.id, this.#change(order)))
    if (kind === 8) return this.#count(1, this.#me.orders.delete(order.id))
    if (kind === 9 && binned !== undefined) return this.#count(1, this.#me.orders.restore(binned.id))
    if (kind < 12) return this.#refund(order)
    return kind === 12 ? this.#oneCustomer() : this.#together()
  }

  async #count(n: number, write: Promise<unknown>): Promise<void> {
    await write
    this.changes += n
  }

  async #any(bin: 'without' | 'only') {
    const { items } = await this.#me.orders.list({ orderBy: { id: 'desc' }, limit: 20, ...(bin === 'only' && { bin }) })
    return items.length === 0 ? undefined : this.#random.pick(items)
  }

  #order() {
    const random = this.#random
    const customer = random.chance(0.6)
      ? {
          companyId: random.pick(this.#companies),
          ...(random.chance(0.5) && { contactId: random.pick(this.#contacts) }),
        }
      : { contactId: random.pick(this.#contacts) }
    const [region, ownerId] = [random.pick(regions), random.pick(owners)]
    return {
      ...customer,
      ...(region && { region }),
      ...(ownerId && { ownerId }),
      placedAt: this.#moment(),
      currency: random.pick(['CNY', 'EUR']),
      total: random.int(0, 100_000),
    }
  }

  /** Also right before and after midnight in Shanghai. */
  #moment(): string {
    const random = this.#random
    const at = begin + random.int(0, 90) * day
    return new Date(random.chance(0.3) ? at + random.pick([-1, 0]) : at + random.int(0, day - 1)).toISOString()
  }

  #change({ refunded }: { readonly refunded: number }) {
    const random = this.#random
    const { total, currency, ...other } = this.#order()
    const names = random.some(Object.keys(other), 0.4)
    const some = Object.fromEntries(Object.entries(other).filter(([name]) => names.includes(name)))
    return random.chance(0.5) ? { ...some, total: refunded + total } : some
  }

  async #refund({ id, total, refunded }: { readonly id: string; readonly total: number; readonly refunded: number }) {
    const left = total - refunded
    const { items } = await this.#me.refunds.list({ where: { orderId: id } })
    const [refund] = items
    if (left > 0 && (refund === undefined || this.#random.chance(0.6))) {
      const amount = this.#random.chance(0.3) ? left : this.#random.int(1, left)
      return this.#count(1, this.#me.refunds.create({ orderId: id, amount, at: this.#moment() }))
    }
    if (refund === undefined) return
    if (this.#random.chance(0.5)) return this.#count(1, this.#me.refunds.delete(refund.id))
    return this.#count(1, this.#me.refunds.update(refund.id, { amount: this.#random.int(1, refund.amount) }))
  }

  /** A customer is found to be another: all orders go over to him. */
  async #oneCustomer(): Promise<void> {
    const [from, to] = [this.#random.pick(this.#companies), this.#random.pick(this.#companies)]
    const { items } = await this.#me.orders.list({ where: { companyId: from }, limit: 50 })
    for (const { id } of items) await this.#count(1, this.#me.orders.update(id, { companyId: to }))
  }

  /** All or nothing: some changes of which nothing is left, or all. */
  async #together(): Promise<void> {
    const [first, second] = [this.#order(), this.#order()]
    const failed = this.#random.chance(0.5)
    const call = this.#me.transaction(async (tx) => {
      const { id } = await tx.orders.create(first)
      await tx.orders.update(id, { total: second.total })
      await tx.orders.create(second)
      if (failed) throw new Undone()
    })
    await this.#count(
      3,
      call.catch((error) => {
        if (!(error instanceof Undone)) throw error
      }),
    )
  }
}

class Undone extends Error {}
