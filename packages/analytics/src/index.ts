/**
 * Analytics: figures of what an actor may read, each with its definition, what it was counted from and what was left out.
 *
 * @packageDocumentation
 */

export type { AnswerOf, Customer, Meta, OperationName, QuestionOf, Rate } from './answers.ts'
export type { Goal, GoalCreate } from './change/entities.ts'
export type { Metric } from './change/metric.ts'
export { definitionOf, definitions } from './definitions.ts'
export type { Definition } from './explained/define.ts'
export type { RiskSignal } from './lifetime/signals.ts'
export type { AnalyticsOptions } from './options.ts'
export type { OrderFields, OrderInput } from './order/fields.ts'
export type {
  CommissionEntry,
  CommissionPlan,
  CommissionPlanCreate,
  Quota,
  QuotaCreate,
} from './people/entities.ts'
export type { WorkingDays } from './people/working-days-shape.ts'
export type { Window } from './period/window.ts'
export { analytics } from './plugin.ts'
export type { AnalyticsTypes } from './types.ts'
