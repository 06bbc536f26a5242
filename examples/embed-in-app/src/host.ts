import type { AppCrm, Desk } from './crm.ts'

/** A row of the app's own table. The CRM knows its id and its role, and nothing else of it. */
export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
  /** The name of a role in `crm.ts`. */
  readonly role: string
}

/** The app's users, on a connection or in a transaction. */
export interface Users {
  /** False if the address is taken. */
  insert(user: User, tokenHash: string): Promise<boolean>
  byToken(tokenHash: string): Promise<User | undefined>
  count(): Promise<number>
}

/** The app's database, and the CRM inside it. */
export interface Host {
  readonly crm: AppCrm
  readonly users: Users
  /** One transaction: what `work` writes to the app's tables and what it writes to the CRM stay or go together. */
  together<R>(me: Desk, work: (tx: Desk, users: Users) => Promise<R>): Promise<R>
  close(): Promise<void>
}
