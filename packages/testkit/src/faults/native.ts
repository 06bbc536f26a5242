import type { Driver, DriverTransaction, Result, Statement } from '@guanxi/sql'
import type { Fault, FaultEvent } from './fault.ts'

/** Where an error strikes. */
export interface Place {
  readonly driver: Driver
  /** None at `begin`, and for reads outside of transactions. */
  readonly transaction: DriverTransaction | undefined
  /** The statement before or after which it strikes. */
  readonly sql: string
}

/** An error that a database can have, and what the caller must be told. */
export interface ErrorKind {
  readonly kind: string
  /** The codes that a caller may get. `undefined` stands for success: the engine may have tried again. */
  readonly told: readonly (string | undefined)[]
  /** The same where the commit itself fails. */
  readonly toldOfCommit?: readonly (string | undefined)[]
  /** Whether it can happen there. */
  happens(event: FaultEvent, side: Fault['side']): boolean
}

/** How a database fails, in its own driver's words. */
export interface NativeFaults {
  readonly kinds: readonly ErrorKind[]
  /** Fails as the database does, and leaves the transaction as the database does. */
  strike(kind: string, place: Place): Promise<never>
  /** Runs COMMIT so that it fails, or so that only its answer is lost. */
  commit(kind: string, side: Fault['side'], transaction: DriverTransaction): Promise<readonly Result[]>
  /** Cuts off a transaction that nobody will end: the process is dead. */
  sever(transaction: DriverTransaction): void
}

/** The table that a statement writes to. */
export function targetOf({ sql }: Pick<Statement, 'sql'>): string {
  return /(?:insert into|update|delete from)\s+(?:"\w+"\.)?"?(\w+)/i.exec(sql)?.[1] ?? 'crm_companies'
}
