import { contact, type Me, nothing, type Pair } from './pair.ts'

const shared = async (me: Me) => {
  const { id } = await me.contacts.create({ name: 'Li', ownerId: 'u_1' })
  await me.contacts.share(id, { user: 'u_2', level: 'read' })
  return id
}

/** Persons, and by what they are reached. */
export const peoplePairs: readonly Pair[] = [
  {
    name: 'erase || update',
    set: contact,
    a: (me, id) => me.contacts.eraseSubject(id, {}),
    b: (me, id) => me.contacts.update(id, { city: 'canary' }),
  },
  {
    name: 'erase || share',
    set: contact,
    a: (me, id) => me.contacts.eraseSubject(id, {}),
    b: (me, id) => me.contacts.share(id, { user: 'u_2', level: 'read' }),
  },
  {
    name: 'erase || tag',
    set: shared,
    a: (me, id) => me.contacts.eraseSubject(id, {}),
    b: (me, id) => me.contacts.tag(id, { add: ['canary'] }),
  },
  {
    name: 'erase || a deal of his',
    set: contact,
    a: (me, id) => me.contacts.eraseSubject(id, {}),
    b: (me, id) => me.deals.create({ title: 'x', contactId: id }),
  },
  {
    name: 'erase || erase',
    set: contact,
    a: (me, id) => me.contacts.eraseSubject(id, {}),
    b: (me, id) => me.contacts.eraseSubject(id, {}),
  },
  {
    name: 'primary point || primary point',
    set: contact,
    a: (me, id) => me.contacts.update(id, { email: 'a@example.com' }),
    b: (me, id) =>
      me.contacts.update(id, { points: { add: [{ kind: 'email', value: 'b@example.com', primary: true }] } }),
  },
  {
    name: 'a point || the same point of another',
    set: contact,
    a: (me) => me.contacts.create({ name: 'a', email: 'a@example.com' }),
    b: (me, id) => me.contacts.update(id, { email: 'a@example.com' }),
  },
  {
    name: 'upsert by e-mail || upsert by e-mail',
    set: nothing,
    a: (me) => me.contacts.upsert({ by: 'email', record: { email: 'a@example.com', name: 'a' } }),
    b: (me) => me.contacts.upsert({ by: 'email', record: { email: 'A@example.com', name: 'b' } }),
  },
  {
    name: 'prefer || prefer',
    set: contact,
    a: (me, id) => me.contacts.prefer(id, { key: 'drink', value: 'tea' }),
    b: (me, id) => me.contacts.prefer(id, { key: 'drink', value: 'coffee' }),
  },
]
