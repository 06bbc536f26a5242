import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { described } from './described.ts'

/** The ways to the records of an entity (`recordOf`) in an answer; `*` is every item of a list. */
export function waysTo(entity: string, output: $ZodType): readonly (readonly string[])[] {
  if (z.globalRegistry.get(output)?.record === entity) return [[]]
  const { shape = {}, element, innerType, options = [], in: given, out } = described(output)
  const inner = [innerType, given, out, ...options].filter((part) => part !== undefined)
  return [
    ...inner.flatMap((part) => waysTo(entity, part)),
    ...(element === undefined ? [] : waysTo(entity, element).map((way) => ['*', ...way])),
    ...Object.entries(shape).flatMap(([key, part]) => waysTo(entity, part).map((way) => [key, ...way])),
  ]
}
