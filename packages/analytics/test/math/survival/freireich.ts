import type { Lifetime } from '../../../src/math/index.ts'

/** Weeks of remission in leukaemia, 21 patients each (Freireich and others 1963, as printed by Cox 1972); + is censored. */
const arm = (text: string): Lifetime[] =>
  text.split(' ').map((weeks) => ({ time: Number.parseInt(weeks, 10), event: !weeks.endsWith('+') }))

export const sixMp = arm('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+')
export const placebo = arm('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23')
