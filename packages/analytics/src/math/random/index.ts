export { type Random, seeded } from './seeded.ts'
