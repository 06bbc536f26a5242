import { nth, type Work } from './work.ts'

export const get: Work = {
  title: 'get by id',
  bed: 'writing',
  operations: { sqlite: 5000, postgres: 1000 },
  slice: 50,
  operation(subject, { mine }, index) {
    // A stride without a common factor, so that neighbours in time are not neighbours on the page.
    const id = nth(mine.contacts, index * 7919)
    return () => subject.get(id)
  },
}
