import { contactOf } from '../sample.ts'
import type { Work } from './work.ts'

/** Past the contacts that single creates make. */
const first = 1_000_000

/** A round makes a tenth of the whole import, so that ten rounds are one. */
export const createMany: Work = {
  title: 'create many contacts, a thousand',
  bed: 'writing',
  operations: { sqlite: 5, postgres: 5 },
  slice: 1,
  units: ({ batch }) => batch / 1000,
  operation(subject, { batch }, index) {
    const inputs = Array.from({ length: batch }, (_, i) => contactOf(first + index * batch + i))
    return () => subject.createMany(inputs)
  },
}
