import type { Given, StorageName, Subject } from '../subject.ts'

/** Something to be done many times. */
export interface Work {
  readonly title: string
  /** `writing`: on a copy of the database for each subject; `list`: all on one large one that nobody writes to. */
  readonly bed: 'writing' | 'list'
  /** Operations a round: fewer where each waits for the disk and the network. */
  readonly operations: Readonly<Record<StorageName, number>>
  /** How many operations a subject does before it is another's turn: few, so that all have the same neighbours. */
  readonly slice: number
  /** By what the time of an operation is divided. */
  readonly units?: (given: Given) => number
  /** The operation of a number; what it is given is made outside of the time that is measured. */
  operation(subject: Subject, given: Given, index: number): () => unknown
}

/** A member of a list that is walked round and round. */
export function nth<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length]
  if (found === undefined) throw new RangeError('an empty list has no members')
  return found
}
