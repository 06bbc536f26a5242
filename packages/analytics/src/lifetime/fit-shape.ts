import * as z from 'zod'
import { unitShape } from './shape.ts'
import { modelShape } from './value-shape.ts'

const givenShape = () =>
  z.strictObject({
    model: z.enum(['bgnbd', 'mbgnbd', 'paretonbd', 'nbd']),
    unit: unitShape(),
    params: z.record(z.string(), z.number()),
  })

/** As it is told, in whole or without what says nothing of buying. */
const toldShape = () =>
  modelShape().partial({ spending: true, horizon: true, discount: true, purchases: true, value: true })

/** A model of buying that was fitted before. */
export const fitShape = () => z.union([givenShape(), toldShape()])

export type Fit = z.infer<ReturnType<typeof fitShape>>
