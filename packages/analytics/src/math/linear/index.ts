export { inverse, solve } from './solve.ts'
