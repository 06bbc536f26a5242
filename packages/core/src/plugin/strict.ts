import type { $ZodType } from 'zod/v4/core'
import { unsound } from './order.ts'

/** The parts of zod's own description of a schema that are walked here. */
interface Described {
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

/** Refuses an object schema that strips or passes unknown keys, at any depth: `PLUGIN_INVALID`. */
export function checkStrict(schema: $ZodType, plugin: string, operation: string): void {
  const seen = new Set<$ZodType>()
  const walk = (at: $ZodType | undefined): void => {
    if (at === undefined || seen.has(at)) return
    seen.add(at)
    const def = at._zod.def as unknown as Described
    if (def.type === 'object') {
      const rest = def.catchall?._zod.def as Described | undefined
      if (rest?.type !== 'never')
        throw unsound(plugin, `the input of ${operation} lets unknown keys pass: use z.strictObject`)
      for (const part of Object.values(def.shape ?? {})) walk(part)
    }
    for (const part of [def.element, def.innerType, def.in, def.out, def.left, def.right, def.valueType]) walk(part)
    for (const part of [...(def.options ?? []), ...(def.items ?? [])]) walk(part)
    if (def.type === 'lazy') walk(def.getter?.())
  }
  walk(schema)
}
