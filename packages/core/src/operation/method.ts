import type { CallOptions } from './contract.ts'
import type { Registered } from './registry.ts'

/** Makes the call. */
export type Invoke = (
  operation: Registered,
  id: string | undefined,
  input: unknown,
  options: CallOptions | undefined,
) => Promise<unknown>

/** How it is called follows from its target; `delete` and its like take no input. */
export function methodOf(operation: Registered, invoke: Invoke): unknown {
  if (operation.contract.target === 'collection')
    return (input: unknown, options?: CallOptions) => invoke(operation, undefined, input, options)
  if (operation.by === 'record' && inputless.has(operation.key))
    return (id: string, options?: CallOptions) => invoke(operation, id, {}, options)
  return (id: string, input: unknown, options?: CallOptions) => invoke(operation, id, input, options)
}

/** Record operations that are called as `(id, options?)`. */
export const inputless: ReadonlySet<string> = new Set(['delete', 'restore', 'history', 'owners', 'sharedWith', 'story'])
