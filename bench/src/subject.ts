import type { ContactInput } from './sample.ts'

export type StorageName = 'sqlite' | 'postgres'
export type SubjectName = 'raw' | 'guanxi'

/** One of the ways to do the work, on a database of its own. Every one acts for the same user. */
export interface Subject {
  readonly name: SubjectName
  create(input: ContactInput): unknown
  get(id: string): unknown
  move(id: string, to: string): unknown
  close(): unknown
}

/** A storage with two equal databases, one for each subject. */
export interface Bed {
  readonly subjects: readonly Subject[]
  /** All rows of a subject's table, as lists of the columns' values. */
  rows(subject: SubjectName, table: string): Promise<readonly (readonly unknown[])[]>
  close(): Promise<void>
}
