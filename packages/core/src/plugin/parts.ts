import type { $ZodType } from 'zod/v4/core'
import { described } from '../operation/index.ts'

/** A schema and everything that it is made of, each once. */
export function partsOf(schema: $ZodType): ReadonlySet<$ZodType> {
  const seen = new Set<$ZodType>()
  const walk = (at: $ZodType | undefined): void => {
    if (at === undefined || seen.has(at)) return
    seen.add(at)
    const def = described(at)
    for (const part of Object.values(def.shape ?? {})) walk(part)
    for (const part of [def.element, def.innerType, def.in, def.out, def.left, def.right, def.valueType]) walk(part)
    for (const part of [...(def.options ?? []), ...(def.items ?? [])]) walk(part)
    if (def.type === 'lazy') walk(def.getter?.())
  }
  walk(schema)
  return seen
}
