import {
  type CoreTypes,
  createCrm,
  defineEntity,
  defineRollup,
  type EntityOf,
  field,
  type RowOf,
  type StorageAdapter,
  type System,
} from '@guanxi/core'

declare const storage: StorageAdapter

// What fits.
defineRollup({
  name: 'perStage',
  entity: 'deal',
  groupBy: { stage: 'stage', since: { field: 'stageSince', bucket: 'week' } },
})
defineRollup({
  name: 'large',
  entity: 'order',
  where: { total: { gte: 500 }, contact: { is: null } },
  groupBy: { currency: 'currency' },
  measures: {
    n: { fn: 'count', field: 'contactId' },
    sum: { fn: 'sum', field: 'total' },
    months: { fn: 'list', field: 'placedAt', bucket: 'month', timeZone: 'Asia/Shanghai' },
  },
})

// @ts-expect-error a field of another entity
defineRollup({ name: 'x', entity: 'order', groupBy: { stage: 'stage' } })
// @ts-expect-error no such entity
defineRollup({ name: 'x', entity: 'orders', groupBy: { currency: 'currency' } })
const groupBy = { currency: 'currency' } as const
// @ts-expect-error no such period
defineRollup({ name: 'x', entity: 'order', groupBy: { at: { field: 'placedAt', bucket: 'decade' } } })
// @ts-expect-error what cannot be taken back when a record goes
defineRollup({ name: 'x', entity: 'order', groupBy, measures: { last: { fn: 'max', field: 'placedAt' } } })
// @ts-expect-error a sum of nothing
defineRollup({ name: 'x', entity: 'order', groupBy, measures: { sum: { fn: 'sum' } } })
// @ts-expect-error a list of no periods
defineRollup({ name: 'x', entity: 'order', groupBy, measures: { at: { fn: 'list', field: 'placedAt' } } })
const hours = { fn: 'list', field: 'placedAt', bucket: 'hour' } as const
// @ts-expect-error a list of hours
defineRollup({ name: 'x', entity: 'order', groupBy, measures: { hours } })
// @ts-expect-error a filter by what orders do not have
defineRollup({ name: 'x', entity: 'order', where: { stage: 'won' }, groupBy })

// Of a plugin's own entities.
const course = defineEntity({
  name: 'course',
  plural: 'courses',
  fields: { room: field.string().plain(), seats: field.integer() },
})
interface Course extends System, RowOf<typeof course.fields> {}
interface Types {
  entities: { course: EntityOf<typeof course, Course, object> }
}
const seats = defineRollup<CoreTypes & Types>({
  name: 'seats',
  entity: 'course',
  groupBy: { room: 'room' },
  measures: { seats: { fn: 'sum', field: 'seats' } },
})
// @ts-expect-error the plugin's entity is not the core's
defineRollup({ name: 'x', entity: 'course', groupBy: { room: 'room' } })

createCrm({ storage, rollups: [seats] })
// @ts-expect-error a definition that was not defined
createCrm({ storage, rollups: [{ name: 'x', entity: 'order', groupBy }] })
