import { part } from '../part.ts'
import { company } from './company.ts'
import { contact } from './contact.ts'

/** Customers: companies and people. */
export const customer = part({ entities: [company, contact] })
