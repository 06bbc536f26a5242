import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { type Schema, singularHint } from '../schema/index.ts'
import { unsound } from './order.ts'

/** Refuses schemas of a contract where a `recordOf`, `inputOf`, `patchOf` or `ref` names an entity that does not exist: `PLUGIN_INVALID`. */
export function checkEntitiesNamed(
  parts: ReadonlySet<$ZodType>,
  plugin: string,
  operation: string,
  { entities }: Schema,
): void {
  for (const part of parts) {
    const { record, input, ref } = z.globalRegistry.get(part) ?? {}
    for (const name of [record, input, ref])
      if (typeof name === 'string' && !entities.has(name))
        throw unsound(plugin, `${operation} names ${name}, which is not defined`, singularHint(entities.values(), name))
  }
}
