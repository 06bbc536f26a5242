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
