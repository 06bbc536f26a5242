import type { Description } from '@guanxi/core'
import { callerOf } from '../caller.ts'
import type { FixtureCall } from './fixtures.ts'

const inputless = new Set(['delete', 'restore', 'history', 'owners', 'sharedWith', 'story'])

/** Calls an operation as a fixture says. */
export async function callFixture(
  description: Description,
  scope: object,
  operation: string,
  { id, input, options }: FixtureCall,
): Promise<unknown> {
  const [resource = '', key = ''] = operation.split('.')
  const call = callerOf(scope, resource)
  if (described(description, operation).target === 'collection') return call(key, input, options)
  return inputless.has(key) && input === undefined ? call(key, id, options) : call(key, id, input, options)
}

/** An operation by its name. */
export function described({ operations }: Description, operation: string): Description['operations'][number] {
  const found = operations.find(({ name }) => name === operation)
  if (found === undefined) throw new TypeError(`there is no operation ${operation}`)
  return found
}

/** Whether an instance can do it at all: where the code fixes all pipelines no tenant has one of his own. */
export const isPossible = ({ pipelines }: Description, operation: string): boolean =>
  !operation.startsWith('tenantPipelines.') || pipelines.some(({ editable }) => editable)
