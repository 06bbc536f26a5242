import * as z from 'zod'
import { scopeShape } from '../period/window.ts'

/** A customer in an answer: a company, or a contact without one. */
export const customerShape = () => z.strictObject({ kind: z.enum(['company', 'contact']), id: z.string() })

/** One customer in a question: a company or a contact, exactly one of them. */
export const oneShape = () => ({
  companyId: z.string().min(1).meta({ ref: 'company' }).optional(),
  /** What he bought for himself: orders of his company are the company's. */
  contactId: z.string().min(1).meta({ ref: 'contact' }).optional(),
})

/** What may be said with every question about what purchases were worth. */
export const worthShape = () => ({
  ...scopeShape(),
  /** Refunds given until asOf are taken off the day of the order: true, unless told. */
  net: z.boolean().default(true),
})

export const unitShape = () => z.enum(['day', 'week', 'month'])

/** Confidence, a share: .95, not 95. */
export const levelShape = () => z.number().gt(0).lt(1)

/** Of the amounts of an answer; null where none are told. */
export const currencyShape = () => z.string().nullable()

/** What is summed up: the orders, or what they came to. */
export const ofShape = () => z.enum(['revenue', 'orders'])
