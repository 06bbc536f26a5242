import { contactOf } from '../sample.ts'
import type { Work } from './work.ts'

export const create: Work = {
  title: 'create a contact',
  bed: 'writing',
  operations: { sqlite: 1000, postgres: 500 },
  slice: 50,
  operation(subject, { contacts }, index) {
    const input = contactOf(contacts + index)
    return () => subject.create(input)
  },
}
