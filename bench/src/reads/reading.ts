import type { CoreTypes, Crm } from '@guanxi/core'
import type { WorkName } from '../options.ts'
import type { StorageName } from '../subject.ts'
import type { Copied } from './columns.ts'
import type { SharedDatabase } from './database.ts'
import type { Hand } from './hand.ts'

/** What is in a database before anything is asked. Works that ask the same rows share one. */
export interface Ground {
  /** At scale 1. */
  readonly rows: number
  crm(storage: SharedDatabase['storage']): Crm<CoreTypes> | Promise<Crm<CoreTypes>>
  fill(shared: SharedDatabase, rows: number): Promise<void>
  /** What a database of columns has, where it is asked besides. */
  copied?(spelling: SharedDatabase['spelling']): Copied
  /** Indexes that the tables do not have: made where one wants to know what they would give. */
  readonly covering?: readonly string[]
}

/** Where a work is asked. */
export interface Place {
  readonly storage: StorageName
  readonly crm: Crm<CoreTypes>
  readonly hand: Hand
  /** The database of columns, of a ground that is copied. */
  readonly columns: Hand | undefined
  readonly rows: number
}

/** What is asked in each way. The answers must be equal. */
export interface Question {
  readonly part: string
  /** How often in a round. */
  readonly times: number
  /** What must be there before it is asked, and not before those above it. */
  before?(): Promise<unknown>
  /** What happens each time before ours is asked, and is not counted. */
  happens?(): Promise<unknown>
  /** `i` numbers what is asked for, where that changes. */
  raw(i: number): Promise<unknown>
  guanxi(i: number): Promise<unknown>
  /** By the database of columns. */
  duckdb?(i: number): Promise<unknown>
}

/** A work that reads. */
export interface Reading {
  readonly work: WorkName
  readonly title: string
  readonly ground: Ground
  questions(place: Place): readonly Question[]
}
