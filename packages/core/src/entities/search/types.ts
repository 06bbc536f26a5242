import type { searchOperations } from './contracts.ts'

export type SearchOperations = typeof searchOperations
