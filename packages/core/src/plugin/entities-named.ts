import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { type Schema, singularHint } from '../schema/index.ts'
import { unsound } from './order.ts'
import { partsOf } from './parts.ts'

/** Refuses a contract whose `recordOf`, `inputOf`, `patchOf` or `ref` names an entity that does not exist: `PLUGIN_INVALID`. */
export function checkEntitiesNamed(contract: $ZodType, plugin: string, operation: string, { entities }: Schema): void {
  for (const part of partsOf(contract)) {
    const { record, input, ref } = z.globalRegistry.get(part) ?? {}
    for (const name of [record, input, ref])
      if (typeof name === 'string' && !entities.has(name))
        throw unsound(plugin, `${operation} names ${name}, which is not defined`, singularHint(entities.values(), name))
  }
}
