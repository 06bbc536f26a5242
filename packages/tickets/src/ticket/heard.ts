type Message = Readonly<Record<string, unknown>>

/** The customer says something himself, on whatever way, a note in a portal too. */
export const isOfCustomer = ({ direction, automatic, kind }: Message): boolean =>
  direction === 'in' && automatic !== true && kind !== 'system' && kind !== 'device'

/** A person answers the customer: no machine, and no note among colleagues. */
export const isAnswer = ({ direction, automatic, kind, userId }: Message): boolean =>
  direction === 'out' && automatic !== true && typeof userId === 'string' && kind !== 'note' && kind !== 'system'

/** The messages that a write would add, as they are given: what is usual may not be said. */
export function addedBy({ messages }: Message): readonly Message[] {
  const given = messages as readonly Message[] | { readonly add?: readonly Message[] } | undefined
  if (given === undefined) return []
  return 'length' in given ? given.filter(({ id }) => id === undefined) : (given.add ?? [])
}
