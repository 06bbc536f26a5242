import type { Filled } from './fill.ts'
import { contactOf, stages } from './sample.ts'
import type { StorageName, Subject } from './subject.ts'

/** Something to be done many times. */
export interface Work {
  readonly title: string
  /** Operations a round: fewer where each waits for the disk and the network. */
  readonly operations: Readonly<Record<StorageName, number>>
  /** The operation of a number; what it is given is made outside of the time that is measured. */
  operation(subject: Subject, filled: Filled, index: number): () => unknown
}

const nth = (ids: readonly string[], index: number): string => ids[index % ids.length] as string

/** What is measured, by name. */
export const works = {
  W1: {
    title: 'create a contact',
    operations: { sqlite: 1000, postgres: 500 },
    operation(subject, { contacts }, index) {
      const input = contactOf(contacts + index)
      return () => subject.create(input)
    },
  },
  W3: {
    title: 'get by id',
    operations: { sqlite: 5000, postgres: 1000 },
    operation(subject, { mine }, index) {
      // A stride without a common factor, so that neighbours in time are not neighbours on the page.
      const id = nth(mine.contacts, index * 7919)
      return () => subject.get(id)
    },
  },
  W6: {
    title: 'move a deal',
    operations: { sqlite: 1000, postgres: 500 },
    operation(subject, { mine }, index) {
      const id = nth(mine.deals, index)
      const to = stages[(1 + Math.floor(index / mine.deals.length)) % stages.length] as string
      return () => subject.move(id, to)
    },
  },
} as const satisfies Record<string, Work>

export type WorkName = keyof typeof works
