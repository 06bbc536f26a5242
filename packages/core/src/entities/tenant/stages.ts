import * as z from 'zod'

const name = () => z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,40}$/, 'expected letters and digits')
const stage = () => ({
  /** `won` and `lost` are final. */
  type: z.enum(['open', 'won', 'lost']).optional(),
  /** The chance of winning from here. */
  probability: z.number().min(0).max(1).optional(),
  /** Fields that must have a value in this stage. */
  require: z.array(z.string()).max(50).readonly().optional(),
})

/** Stages as they are given: by name, in order. */
export const givenStages = () => z.record(name(), z.strictObject(stage()))
/** Stages as they are stored: documents keep no order of their keys. */
export const storedStages = () =>
  z
    .array(z.strictObject({ name: name(), ...stage() }))
    .min(1)
    .max(100)
/** Where stages may go. */
export const storedTransitions = () => z.record(z.string(), z.array(z.string()).readonly())
/** Where the records of stages go that are taken away. */
export const givenMapping = () => z.record(z.string(), z.string())

/** The one as the other. */
export const stored = (stages: z.output<ReturnType<typeof givenStages>>): z.output<ReturnType<typeof storedStages>> =>
  Object.entries(stages).map(([stage, of]) => ({ name: stage, ...of }))
