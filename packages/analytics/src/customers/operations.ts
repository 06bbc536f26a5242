import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment, scopeShape, windowShape } from '../period/window.ts'

export const customersOperations = {
  retention: query({
    target: 'collection',
    summary: 'Of the customers who bought in a period: how many bought in the next one, up to until.',
    input: () => z.strictObject({ ...windowShape(), until: moment(), ...scopeShape() }),
    output: () => explained(rateShape()),
  }),
}
