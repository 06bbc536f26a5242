export { tick } from './tick.ts'
export { Work } from './work.ts'
export { type Workshop, workshopOf } from './workshop.ts'
