import { invalid } from '../../error/index.ts'
import {
  type Arrangement,
  type CreateOf,
  defineEntity,
  field,
  type OwnedEntityOf,
  type RowOf,
  type System,
} from '../../schema/index.ts'

/** What part a person has in a deal. It is written through its deal: `deals.create({ people: [...] })`. */
export const dealContact = defineEntity({
  name: 'dealContact',
  plural: 'dealContacts',
  ownedBy: 'deal',
  fields: {
    dealId: field.ref('deal').generated(),
    contactId: field.ref('contact'),
    /** `decision_maker`, `user`, `buyer`: the words are the host's. One person may have several. */
    role: field.string({ min: 1, max: 100 }).plain(),
    /** Whom to ask first: one of them at most. */
    primary: field.boolean().default(false),
  },
  relations: {
    deal: { to: 'deal', via: 'dealId', inverse: 'people' },
    contact: { to: 'contact', via: 'contactId', inverse: 'dealRoles' },
  },
  indexes: [['contactId', 'role']],
  key: ['contactId', 'role'],
})

/** One of the people is the first to be asked, or none: whoever was it before gives way to one who is named. */
export const arrangedPeople: Arrangement = {
  of: ['people'],
  rule({ given, owned, place }) {
    const there = owned.people ?? []
    const people = given.people as readonly Readonly<Record<string, unknown>>[]
    const named = people.filter((one) => one.primary === true && !there.includes(one))
    const [first, second] = named
    if (second !== undefined)
      throw invalid(`${place('people', people.indexOf(second))}.primary`, 'there is another one')
    if (first === undefined) return { people }
    return { people: people.map((one) => (one.primary === true && one !== first ? { ...one, primary: false } : one)) }
  },
}

/**
 * The part that a person has in a deal. One person may have several.
 *
 * @example
 * const { people } = await me.deals.get('d_1', { include: { people: true } })
 * const first: DealContact | undefined = people.find(({ primary }) => primary)
 */
export interface DealContact extends System, RowOf<typeof dealContact.fields> {}

/**
 * A part in a deal as its `people` take it. One of them at most is the primary.
 *
 * @example
 * const buyer: DealContactCreate = { contactId: 'p_1', role: 'buyer' }
 * await me.deals.update('d_1', { people: { add: [buyer] } })
 */
export interface DealContactCreate extends CreateOf<typeof dealContact.fields> {
  /** Names a row that exists, when the people of a deal are replaced. */
  id?: string
}
export type DealContactTypes = OwnedEntityOf<typeof dealContact, DealContact, DealContactCreate>
