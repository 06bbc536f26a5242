import * as z from 'zod'

/** On which days people work. */
export const workingDaysShape = () =>
  z.strictObject({
    /** ISO weekdays, 1 is Monday: Monday to Friday unless told. */
    week: z.array(z.int().min(1).max(7)).max(7).optional(),
    holidays: z.array(z.iso.date()).max(10_000).optional(),
    /** Days on which one works though the week or a holiday says otherwise (调休). */
    workdays: z.array(z.iso.date()).max(10_000).optional(),
  })

/**
 * On which days people work, for quotas: Monday to Friday unless told.
 *
 * @example
 * const china: WorkingDays = { holidays: ['2026-02-16', '2026-02-17'], workdays: ['2026-02-28'] } // a Saturday (调休)
 */
export type WorkingDays = z.infer<ReturnType<typeof workingDaysShape>>
