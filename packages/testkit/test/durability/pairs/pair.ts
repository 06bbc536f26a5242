import type { CoreTypes, Scope } from '@guanxi/core'

export type Me = Scope<CoreTypes>

/** Two calls that meet: what must be there first, and the calls. `one` and `two` are representatives who own nothing. */
export interface Pair {
  readonly name: string
  set(me: Me, work: () => Promise<unknown>): Promise<string>
  a(me: Me, id: string, one: Me): Promise<unknown>
  b(me: Me, id: string, two: Me): Promise<unknown>
}

export const company = async (me: Me) => (await me.companies.create({ name: 'Acme', city: 'x', ownerId: 'u_1' })).id
export const contact = async (me: Me) => (await me.contacts.create({ name: 'Li', email: 'li@example.com' })).id
export const lead = async (me: Me) => (await me.leads.create({ name: 'Li', companyName: 'Acme' })).id
export const deal = async (me: Me) => (await me.deals.create({ title: 'x', companyId: await company(me) })).id
export const nothing = async () => ''
