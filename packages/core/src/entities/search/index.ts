import { part } from '../part.ts'
import { searchOperations } from './contracts.ts'
import { searchHandlers } from './find.ts'

/** Searching over entities. */
export const search = part({ operations: searchOperations, handlers: searchHandlers })
