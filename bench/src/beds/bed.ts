import type { StorageAdapter } from '@guanxi/core'
import type { Given, SubjectName } from '../subject.ts'

/** Databases for the subjects. */
export interface Bed {
  readonly given: Given
  /** The file or URL of a subject's database. */
  target(subject: SubjectName): Promise<string>
  /** All rows of a subject's table, as lists of the columns' values. */
  rows(subject: SubjectName, table: string): Promise<readonly (readonly unknown[])[]>
  close(): Promise<void>
}

/** What is in the databases before the work begins. */
export interface Stock {
  /** All subjects have one database, which nobody writes to, instead of a copy each. */
  readonly shared: boolean
  /** Migrates an empty database and fills it. `run` executes SQL past the storage. */
  fill(storage: StorageAdapter, run: (sql: string) => Promise<void>): Promise<Given>
}

/** Payload has tables of its own. */
export const hasOwnTables = (subject: SubjectName): boolean => subject === 'payload'
