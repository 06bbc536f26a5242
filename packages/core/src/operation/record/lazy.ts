import type { $ZodType } from 'zod/v4/core'
import { once } from '../../schema/index.ts'
import type { Operation } from '../contract.ts'

/** A contract whose schemas are made at their first use. */
interface LazyContract extends Pick<Operation, 'target' | 'summary'> {
  readonly input: () => $ZodType
  readonly output: () => $ZodType
  readonly errors?: readonly string[]
  readonly elevate?: boolean
  readonly named?: boolean
}

/** A record operation that reads. */
export const query = (contract: LazyContract): Operation => lazy('query', contract)
/** A record operation that writes. */
export const command = (contract: LazyContract): Operation => lazy('command', contract)

function lazy(
  kind: Operation['kind'],
  { target, summary, input, output, errors = [], elevate = false, named = elevate }: LazyContract,
): Operation {
  const [asked, answered] = [once(input), once(output)]
  return Object.freeze({
    kind,
    target,
    summary,
    errors,
    elevate,
    named,
    get input() {
      return asked()
    },
    get output() {
      return answered()
    },
  })
}
