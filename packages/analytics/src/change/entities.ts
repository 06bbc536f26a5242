import { type CreateOf, defineEntity, type EntityOf, field, invalid, type RowOf, type System } from '@guanxi/core'

/** What a figure is to become, by which day. */
export const goal = defineEntity({
  name: 'goal',
  plural: 'goals',
  fields: {
    name: field.string({ min: 1 }).plain(),
    /** Its name in `compare`, such as `repurchase`, or that of a measure in `query`, such as `orders.revenue` or `customers.new`. */
    metric: field.string({ min: 1 }).plain(),
    /** What it was, and what it is to be, in the unit of the metric: .3 is 30 %. */
    start: field.number(),
    target: field.number(),
    due: field.date(),
    ownerId: field.string().optional().plain(),
  },
  indexes: [['due']],
  derive({ record: { start, target } }) {
    if (start === target) throw invalid('target', 'is where it starts', 'A goal is somewhere else.')
    return {}
  },
})

/**
 * What a figure is to become, by which day.
 *
 * @example
 * const targetsOf = (goals: readonly Goal[]) => goals.map(({ metric, target }) => `${metric}: ${target}`)
 */
export interface Goal extends System, RowOf<typeof goal.fields> {}

/**
 * What a creation of a goal takes.
 *
 * @example
 * const goal: GoalCreate = { name: '复购', metric: 'repurchase', start: 0.1, target: 0.3, due: '2026-12-31' }
 */
export interface GoalCreate extends CreateOf<typeof goal.fields> {}

export interface ChangeEntities {
  goal: EntityOf<typeof goal, Goal, GoalCreate>
}
