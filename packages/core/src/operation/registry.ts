import { CrmError } from '../error/index.ts'
import type { EntityIR } from '../schema/index.ts'
import type { Operation } from './contract.ts'

/** An operation in the registry: its contract, and how it runs. */
export interface Registered {
  /** `deals.create` */
  readonly name: string
  readonly resource: string
  readonly key: string
  readonly owner: string
  readonly contract: Operation
  /** The entity whose plural is the resource. */
  readonly entity: EntityIR | undefined
  /** A record operation of the entity, or a plugin's own with a handler. */
  readonly by: 'record' | 'handler'
}

/** Whether a role grants an operation by its name, and not by an action on records. */
export function grantedByName({ by, contract }: Pick<Registered, 'by' | 'contract'>): boolean {
  return by === 'handler' || contract.named === true
}

/** Every operation that exists, and nothing else exists. */
export interface Registry {
  readonly all: ReadonlyMap<string, Registered>
  readonly resources: ReadonlyMap<string, readonly Registered[]>
  /** Those that a role grants by name, and not by an action on records. */
  readonly named: ReadonlySet<string>
  get(name: string): Registered
}

/** Builds the registry; throws `PLUGIN_CONFLICT` where two owners define one operation. */
export function registryOf(operations: readonly Registered[]): Registry {
  const all = new Map<string, Registered>()
  const resources = new Map<string, Registered[]>()
  for (const operation of operations) {
    const other = all.get(operation.name)
    if (other !== undefined) {
      throw new CrmError('PLUGIN_CONFLICT', {
        details: { what: `Operation ${operation.name}`, owner: other.owner, other: operation.owner },
        hint:
          other.by === 'record'
            ? `Records have ${operation.key} already: give the operation another name.`
            : 'Rename one of the two.',
      })
    }
    all.set(operation.name, Object.freeze(operation))
    const siblings = resources.get(operation.resource)
    if (siblings === undefined) resources.set(operation.resource, [operation])
    else siblings.push(operation)
  }
  return Object.freeze({
    all,
    resources,
    named: new Set(operations.filter(grantedByName).map(({ name }) => name)),
    get(name: string) {
      const found = all.get(name)
      if (found === undefined) throw new CrmError('OPERATION_UNKNOWN', { details: { operation: name } })
      return found
    },
  })
}
