import { nth, type Work } from './work.ts'

export const list: Work = {
  title: 'list, a deep page of 50',
  bed: 'list',
  operations: { sqlite: 500, postgres: 200 },
  slice: 25,
  operation(subject, { positions }, index) {
    const after = nth(positions, index)
    return () => subject.list(after)
  },
}
