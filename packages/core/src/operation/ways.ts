import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'

/** The parts of zod's own description of a schema that are walked here. */
interface Described {
  readonly type: string
  readonly shape?: Readonly<Record<string, $ZodType>>
  readonly element?: $ZodType
  readonly innerType?: $ZodType
  readonly options?: readonly $ZodType[]
  readonly in?: $ZodType
  readonly out?: $ZodType
}

/** The ways to the records of an entity (`recordOf`) in an answer; `*` is every item of a list. */
export function waysTo(entity: string, output: $ZodType): readonly (readonly string[])[] {
  if (z.globalRegistry.get(output)?.record === entity) return [[]]
  const { shape = {}, element, innerType, options = [], in: given, out } = output._zod.def as unknown as Described
  const inner = [innerType, given, out, ...options].filter((part) => part !== undefined)
  return [
    ...inner.flatMap((part) => waysTo(entity, part)),
    ...(element === undefined ? [] : waysTo(entity, element).map((way) => ['*', ...way])),
    ...Object.entries(shape).flatMap(([key, part]) => waysTo(entity, part).map((way) => [key, ...way])),
  ]
}
