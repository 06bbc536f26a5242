import type { Condition } from '../query/index.ts'
import type { EntityIR, Row } from '../schema/index.ts'

/** What is done to all records that match, in the bin or out of it, whoever may see them. */
export interface Amendment {
  readonly entity: EntityIR
  readonly where: Condition
  readonly change:
    | { readonly type: 'set'; readonly values: Row }
    /** To stages of a pipeline, by the stages that they are in; transitions and guards are not asked. */
    | { readonly type: 'stage'; readonly pipeline: string; readonly stages: Readonly<Record<string, string>> }
}
