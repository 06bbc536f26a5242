import { field } from '../../schema/index.ts'

/** How far a customer has come: no order, one, several. */
export const lifecycles = ['prospect', 'customer', 'repeat'] as const
export type Lifecycle = (typeof lifecycles)[number]

/** The field of companies and contacts. It follows from the orders, and nobody sets it. */
export const lifecycleField = field.enum(lifecycles).default('prospect').generated()

/** A customer has come to another stage of his life cycle. */
export interface LifecycleChanged {
  readonly entity: 'company' | 'contact'
  readonly recordId: string
  readonly from: Lifecycle
  readonly to: Lifecycle
}
