interface Learnable {
  /** The code of an error, or the status of an answer. */
  readonly code: string
  readonly what: string
  readonly why: string
  /** All that the error, or the answer, may say beside its words. */
  readonly details: readonly string[]
}

/**
 * What an actor may learn about records that he may not see; nothing else. Each has its reason.
 *
 * @example
 * console.log(learnable.map(({ code, what }) => `${code}: ${what}`).join('\n'))
 */
export const learnable: readonly Learnable[] = [
  {
    code: 'DUPLICATE',
    what: 'that another record of his tenant has the same value in a unique field, and which field it is',
    why: 'uniqueness holds over all records, and somebody who is refused must know what to change; the record itself is named only to those who may see it',
    details: ['path', 'entity', 'fields'],
  },
  {
    code: 'ALREADY_CLAIMED',
    what: 'that a record of his tenant whose id he knows has an owner, for whoever may claim',
    why: 'one of several who reach for the same record wins, and the others must know that they lost; not to whom',
    details: ['path', 'entity'],
  },
  {
    code: 'conflict',
    what: 'from leads.capture: that a customer of his tenant is reached by a phone or mail which he knows, the id, and whose he is',
    why: 'two who chase one customer must hear of each other before they call him; a role grants it by name',
    details: ['customer', 'customerId', 'ownedBy'],
  },
]

/** Whether an answer tells only what may be learned. */
export function isLearnable(answer: string): boolean {
  const { code, details = {} } = parsed(answer)
  const known = learnable.find((one) => one.code === code)
  return known !== undefined && Object.keys(details).every((name) => known.details.includes(name))
}

function parsed(answer: string): { readonly code?: string; readonly details?: object } {
  try {
    return Object(JSON.parse(answer))
  } catch {
    return {}
  }
}
