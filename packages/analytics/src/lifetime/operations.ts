import { outlookOperations } from './outlook-operations.ts'
import { rhythmOperations } from './rhythm-operations.ts'
import { worthOperations } from './worth-operations.ts'

export const lifetimeOperations = { ...worthOperations, ...rhythmOperations, ...outlookOperations }
