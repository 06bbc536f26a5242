import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'
import * as z from 'zod'

const hours = () => z.array(z.tuple([z.string(), z.string()]))
const weekday = () => z.enum(['1', '2', '3', '4', '5', '6', '7'])

/** As `@guanxi/core/calendar` takes it, which checks it when it is written. */
const definition = () =>
  z.strictObject({
    timeZone: z.string(),
    week: z.partialRecord(weekday(), hours()),
    holidays: z
      .array(z.strictObject({ date: z.string(), recurring: z.boolean().optional(), name: z.string().optional() }))
      .optional(),
    overrides: z.record(z.string(), hours()).optional(),
  })

/** When there is business: what SLA clocks count by. */
export const businessCalendar = defineEntity({
  name: 'businessCalendar',
  plural: 'businessCalendars',
  remembered: true,
  fields: {
    name: field.string({ min: 1 }).unique().plain(),
    definition: field.json(definition).plain(),
    /** By this one the figures of `metrics` count hours of business; a tenant has one such calendar. */
    main: field.boolean().default(false),
  },
})

/**
 * Opening hours, holidays and make-up workdays under a name: what SLA clocks count by.
 *
 * @example
 * const { definition }: BusinessCalendar = await me.businessCalendars.get('c_1')
 * console.log(definition.timeZone, definition.week[1]) // Asia/Shanghai [['09:00', '12:00'], ['13:30', '18:00']]
 */
export interface BusinessCalendar extends System, RowOf<typeof businessCalendar.fields> {}

/**
 * What a creation of a calendar takes: a definition as `businessCalendar` of `@guanxi/core/calendar` takes it.
 *
 * @example
 * const hours: [string, string][] = [['09:00', '17:00']]
 * const germany: BusinessCalendarCreate = {
 *   name: 'DE',
 *   definition: { timeZone: 'Europe/Berlin', week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours } },
 * }
 */
export interface BusinessCalendarCreate extends CreateOf<typeof businessCalendar.fields> {}
export type BusinessCalendarTypes = EntityOf<typeof businessCalendar, BusinessCalendar, BusinessCalendarCreate>
