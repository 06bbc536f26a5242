/** Who asks, by the roles that he has. */
export const actors = {
  admin: { user: 'u_adm', roles: ['admin'] },
  /** Sees what is nobody's, too. */
  scout: { user: 'u_1', roles: ['sales', 'pool', 'shared'] },
  seller: { user: 'u_2', roles: ['sales', 'shared'] },
  /** Reads companies and deals, and may do nothing. */
  viewer: { user: 'u_3', roles: ['viewer'] },
} as const
export type ActorName = keyof typeof actors

export type Kind = 'company' | 'deal' | 'lead' | 'contact'

/** A call as plain JSON. Records go by the labels of the commands that made them: a text `@r3` is the id of r3. */
export interface Command {
  readonly as: ActorName
  /** `companies.update`, or `transaction`. */
  readonly op: string
  readonly id?: string
  readonly input?: unknown
  readonly ifVersion?: number
  /** What the record that it makes is called; what comes beside it, or after it, is called `r3a`, `r3b`. */
  readonly label?: string
  /** Of a transaction. */
  readonly steps?: readonly Command[]
}

/** What is seen of an answer: values with labels for ids, or the code of a refusal. */
export type Seen = unknown

export const suffix = (label: string, n: number): string => `${label}${'abcdef'[n]}`
