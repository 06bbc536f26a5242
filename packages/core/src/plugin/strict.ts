import type { $ZodType } from 'zod/v4/core'
import { described } from '../operation/index.ts'
import { unsound } from './order.ts'

/** Refuses an object schema among these that strips or passes unknown keys, at any depth: `PLUGIN_INVALID`. */
export function checkStrict(parts: ReadonlySet<$ZodType>, plugin: string, operation: string): void {
  for (const part of parts) {
    const { type, catchall } = described(part)
    if (type === 'object' && (catchall === undefined || described(catchall).type !== 'never'))
      throw unsound(plugin, `the input of ${operation} lets unknown keys pass: use z.strictObject`)
  }
}
