import { part } from '../part.ts'
import { company } from './company.ts'
import { companyPoint } from './company-point.ts'
import { companyPreference } from './company-preference.ts'
import { companyTag } from './company-tag.ts'
import { contact } from './contact.ts'
import { contactPoint } from './contact-point.ts'
import { contactPreference } from './contact-preference.ts'
import { contactTag } from './contact-tag.ts'
import { customerOperations } from './contracts.ts'
import { customerHandlers } from './handlers.ts'
import { customerLifecycle, orderLifecycle } from './lifecycle.ts'

/** Customers: companies and people, and by what they are reached. */
export const customer = part({
  entities: [
    company,
    companyPoint,
    companyTag,
    companyPreference,
    contact,
    contactPoint,
    contactTag,
    contactPreference,
  ],
  hooks: {
    order: orderLifecycle,
    company: customerLifecycle('company'),
    contact: customerLifecycle('contact'),
  },
  facts: ['lifecycle.changed'],
  operations: customerOperations,
  handlers: customerHandlers,
})
