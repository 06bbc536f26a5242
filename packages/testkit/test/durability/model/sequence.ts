import type { Random } from '@guanxi/testkit'
import type { ActorName, Command } from './command.ts'

const names = ['Acme', 'acme', 'Beta', 'Ömer', '上海'] as const
const cities = ['x', 'y', 'z'] as const
const keys = ['e1', 'e2', 'e3', 'e4'] as const
const people = ['u_adm', 'u_1', 'u_2', null] as const
const stages = ['qualified', 'proposal', 'won', 'lost'] as const

/** Calls by chance, about records that earlier ones of them may have made. */
export function sequence(random: Random, length: number): readonly Command[] {
  const maker = new Maker(random)
  return Array.from({ length }, () => maker.next())
}

class Maker {
  readonly #random: Random
  readonly #known = { company: ['@r0'], deal: ['@r0'], lead: ['@r0'] }
  #count = 0

  constructor(random: Random) {
    this.#random = random
  }

  next(): Command {
    const random = this.#random
    const as = random.pick<ActorName>(['admin', 'admin', 'admin', 'scout', 'scout', 'seller', 'seller', 'viewer'])
    if (random.chance(0.06)) {
      const steps = Array.from({ length: random.int(2, 3) }, () => ({ ...this.#one(), as }))
      return { as, op: 'transaction', steps }
    }
    return { as, ...this.#one() }
  }

  #one(): Omit<Command, 'as'> {
    const random = this.#random
    const made = this.#count === 0 ? this.#create() : random.pick(this.#makers)()
    const versioned = /(update|delete|restore|move|tag|claim)$/.test(made.op) && random.chance(0.2)
    return versioned ? { ...made, ifVersion: random.int(1, 4) } : made
  }

  #label(kind: 'company' | 'deal' | 'lead', ...suffixes: readonly string[]): string {
    const label = `r${++this.#count}`
    this.#known[kind].push(...(suffixes.length === 0 ? [''] : suffixes).map((suffix) => `@${label}${suffix}`))
    return label
  }

  /** Mostly one of the last. */
  #some(kind: 'company' | 'deal' | 'lead'): string {
    const known = this.#known[kind]
    return this.#random.pick(this.#random.chance(0.8) ? known.slice(-3) : known)
  }

  readonly #create = (): Omit<Command, 'as'> => ({
    op: 'companies.create',
    input: { ...this.#company(), ...this.#maybe(0.3, () => ({ tags: this.#tags() })) },
    label: this.#label('company'),
  })

  readonly #makers: readonly (() => Omit<Command, 'as'>)[] = [
    ...Array.from({ length: 4 }, () => this.#create),
    () => ({
      op: 'companies.createMany',
      input: [this.#company(), this.#company()],
      label: this.#label('company', 'a', 'b'),
    }),
    ...this.#times(4, () => this.#of('companies.update', 'company', this.#patch())),
    ...this.#times(2, () => this.#of('companies.delete', 'company')),
    ...this.#times(3, () => this.#of('companies.restore', 'company')),
    ...this.#times(3, () => this.#of('companies.claim', 'company', {})),
    ...this.#times(2, () => this.#of('companies.update', 'company', { ownerId: null })),
    ...this.#times(3, () => {
      const input = { user: this.#random.pick(['u_1', 'u_2']), level: this.#random.pick(['read', 'write']) }
      return this.#of('companies.share', 'company', input)
    }),
    () => this.#of('companies.unshare', 'company', { user: this.#random.pick(['u_1', 'u_2']) }),
    ...this.#times(2, () => this.#of('companies.tag', 'company', { add: this.#tags(), remove: this.#tags() })),
    ...this.#times(3, () => ({
      op: 'companies.upsert',
      input: { record: { ...this.#company(), externalId: this.#random.pick(keys) } },
      label: this.#label('company'),
    })),
    () => ({ op: 'companies.updateMany', input: { where: this.#where(), set: { city: this.#random.pick(cities) } } }),
    () => ({ op: 'companies.deleteMany', input: { where: this.#where() } }),
    ...this.#times(2, () => this.#of('companies.get', 'company')),
    ...this.#times(2, () => ({ op: 'companies.list', input: this.#maybe(0.5, () => ({ where: this.#where() })) })),
    ...this.#times(4, () => ({ op: 'deals.create', input: this.#deal(), label: this.#label('deal') })),
    ...this.#times(3, () => this.#of('deals.update', 'deal', this.#figures())),
    ...this.#times(3, () => this.#of('deals.move', 'deal', this.#move())),
    () => this.#of('deals.delete', 'deal'),
    () => this.#of('deals.restore', 'deal'),
    () => this.#of('deals.get', 'deal'),
    () => ({ op: 'deals.list', input: { by: 'title' } }),
    ...this.#times(2, () => ({ op: 'leads.create', input: this.#lead(), label: this.#label('lead') })),
    () => this.#of('leads.update', 'lead', { companyName: this.#random.pick(names) }),
    ...this.#times(2, () => this.#convert()),
    () => this.#of('leads.delete', 'lead'),
    () => this.#of('leads.restore', 'lead'),
    () => this.#of('leads.get', 'lead'),
  ]

  #convert(): Omit<Command, 'as'> {
    const label = `r${++this.#count}`
    this.#known.company.push(`@${label}a`)
    this.#known.deal.push(`@${label}c`)
    return { op: 'leads.convert', id: this.#some('lead'), input: {}, label }
  }

  #times<T>(count: number, make: () => T): readonly (() => T)[] {
    return Array.from({ length: count }, () => make)
  }

  #maybe<T>(chance: number, make: () => T): T | Record<string, never> {
    return this.#random.chance(chance) ? make() : {}
  }

  #of(op: string, kind: 'company' | 'deal' | 'lead', input?: unknown): Omit<Command, 'as'> {
    return { op, id: this.#some(kind), ...(input === undefined ? {} : { input }) }
  }

  #company() {
    const random = this.#random
    return {
      name: random.pick(names),
      ...this.#maybe(0.3, () => ({ externalId: random.pick(keys) })),
      ...this.#maybe(0.5, () => ({ city: random.pick(cities) })),
      ...this.#maybe(0.3, () => ({ ownerId: random.pick(people) })),
    }
  }

  #patch() {
    const random = this.#random
    return {
      ...this.#maybe(0.3, () => ({ name: random.pick(names) })),
      ...this.#maybe(0.6, () => ({ city: random.pick(cities) })),
      ...this.#maybe(0.3, () => ({ externalId: random.pick([...keys, null]) })),
      ...this.#maybe(0.2, () => ({ ownerId: random.pick(people) })),
    }
  }

  #where() {
    const random = this.#random
    return random.chance(0.5)
      ? { city: random.pick(cities) }
      : random.chance(0.5)
        ? { ownerId: random.pick(people) }
        : { name: random.pick(names) }
  }

  readonly #tags = () => this.#random.some(['a', 'b', 'c'], 0.4)

  readonly #line = () => ({
    unitPrice: this.#random.int(0, 50),
    ...this.#maybe(0.5, () => ({ quantity: this.#random.int(1, 3) })),
  })

  #deal() {
    const random = this.#random
    const lines = Array.from({ length: random.int(1, 2) }, this.#line)
    const figures = random.pick([{}, { amount: random.int(0, 100) }, { lines }, { lines }])
    const currency = random.chance(0.95) ? { currency: 'CNY' } : {}
    return { title: random.pick(names), companyId: this.#some('company'), ...currency, ...figures }
  }

  #figures() {
    const random = this.#random
    return {
      ...this.#maybe(0.3, () => ({ title: random.pick(names) })),
      ...this.#maybe(0.3, () => ({ amount: random.int(0, 100) })),
      ...this.#maybe(0.5, () => ({ lines: random.chance(0.5) ? { add: [this.#line()] } : [this.#line()] })),
    }
  }

  #move() {
    const random = this.#random
    return { to: random.pick(stages), ...this.#maybe(0.3, () => ({ set: { lostReason: 'price' } })) }
  }

  #lead() {
    const random = this.#random
    return { name: random.pick(names), ...this.#maybe(0.6, () => ({ companyName: random.pick(names) })) }
  }
}
