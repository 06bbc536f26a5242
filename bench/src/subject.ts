import type { ContactInput } from './sample.ts'

export const storageNames = ['sqlite', 'postgres'] as const
export type StorageName = (typeof storageNames)[number]

/** The two that do every work. */
export const ourNames = ['raw', 'guanxi'] as const
export type OurName = (typeof ourNames)[number]

/** All that is compared. Those after ours are libraries of others, installed in `bench/peers`. */
export const subjectNames = [...ourNames, 'kysely', 'drizzle', 'typeorm', 'mikro-orm', 'payload'] as const
/** The same two by COPY: on Postgres, and W2 alone. */
export const copyNames = ['raw-copy', 'guanxi-copy'] as const
export type SubjectName = (typeof subjectNames)[number] | (typeof copyNames)[number]

/** More than twenty times slower than raw: at a twentieth of the size, in three rounds, on data of its own. */
export const slow: ReadonlySet<string> = new Set<SubjectName>(['payload'])

/** The place after a row, newest first. */
export interface Position {
  readonly createdAt: string
  readonly id: string
}

/** What operations are made of: the same for every subject that works on a copy of the same database. */
export interface Given {
  readonly contacts: number
  /** Contacts and deals of `me`, who owns every tenth. */
  readonly mine: { readonly contacts: readonly string[]; readonly deals: readonly string[] }
  /** How many contacts are made at once. */
  readonly batch: number
  /** Places deep in the list. */
  readonly positions: readonly Position[]
}

/** One of the ways to do the work. Every one acts for the same user. */
export interface Subject {
  create(input: ContactInput): unknown
  createMany(inputs: readonly ContactInput[]): unknown
  get(id: string): unknown
  /** The page of contacts after a place. */
  list(after: Position): unknown
  move(id: string, to: string): unknown
  close(): unknown
  /** What it works on instead, if it cannot use the tables of the others. */
  readonly given?: Given
  /** Turns places into what it needs to go on from them: a caller has that from the page before. */
  prepare?(positions: readonly Position[]): Promise<void>
  /** Proves that it wrote what it was asked to, where its rows cannot be compared with those of the others. */
  verify?(): Promise<void>
}

/** Opens a subject on a file or the URL of a database. */
export type OpenSubject = (target: string, given: Given) => Promise<Subject>
