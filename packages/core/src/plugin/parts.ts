import type { $ZodType } from 'zod/v4/core'

/** The parts of zod's own description of a schema that are walked here. */
export interface Described {
  readonly type: string
  readonly shape?: Readonly<Record<string, $ZodType>>
  readonly catchall?: $ZodType
  readonly element?: $ZodType
  readonly innerType?: $ZodType
  readonly options?: readonly $ZodType[]
  readonly items?: readonly $ZodType[]
  readonly in?: $ZodType
  readonly out?: $ZodType
  readonly left?: $ZodType
  readonly right?: $ZodType
  readonly valueType?: $ZodType
  readonly getter?: () => $ZodType
}

export const described = (schema: $ZodType): Described => schema._zod.def as unknown as Described

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
