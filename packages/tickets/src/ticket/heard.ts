type Message = Readonly<Record<string, unknown>>

/** The customer says something himself, on whatever way, a note in a portal too. */
export const isOfCustomer = ({ direction, automatic, kind }: Message): boolean =>
  direction === 'in' && automatic === false && kind !== 'system' && kind !== 'device'

/** A person answers the customer: no machine, and no note among colleagues. */
export const isAnswer = ({ direction, automatic, kind, userId }: Message): boolean =>
  direction === 'out' && automatic === false && userId !== null && kind !== 'note' && kind !== 'system'
