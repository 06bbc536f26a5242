import { part } from '../part.ts'
import { erasure } from './erasure.ts'

/** What is done with a person's data at his request. */
export const privacy = part({ entities: [erasure] })
