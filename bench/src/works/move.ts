import { stages } from '../sample.ts'
import { nth, type Work } from './work.ts'

export const move: Work = {
  title: 'move a deal',
  bed: 'writing',
  operations: { sqlite: 1000, postgres: 500 },
  slice: 50,
  operation(subject, { mine }, index) {
    const id = nth(mine.deals, index)
    const to = nth(stages, 1 + Math.floor(index / mine.deals.length))
    return () => subject.move(id, to)
  },
}
