export { type Leak, type LeaksOptions, type LeaksReport, leaks } from './leaks.ts'
export { learnable } from './learnable.ts'
