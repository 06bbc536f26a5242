import type { Fact } from '../event/index.ts'
import type { Transaction } from '../storage/index.ts'

/** A transaction at work, shared by all that runs in it. */
export interface Unit {
  readonly tx: Transaction
  /** What is to be told once it is committed. */
  readonly facts: Fact[]
}

/** Why something happens: the fact that led to it. */
export interface Cause {
  readonly fact: string | null
  readonly depth: number
}
