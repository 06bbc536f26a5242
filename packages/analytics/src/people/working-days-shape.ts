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

export type WorkingDays = z.infer<ReturnType<typeof workingDaysShape>>
