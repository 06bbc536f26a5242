import * as z from 'zod'
import { isSound } from '../../query/index.ts'
import { type EntityIR, hasOwner } from '../../schema/index.ts'
import { command, type Operation, query, recordOf } from '../contract.ts'

/** The record operations about who may do what to a record, and whose it is. */
export function accessContracts(entity: EntityIR): Readonly<Record<string, Operation>> {
  const { name } = entity
  const explainAccess = query({
    target: 'record',
    summary: `Why somebody may or may not do something to a ${name}, rule by rule.`,
    input: () => z.strictObject({ user: userId(), roles: z.array(z.string()) }),
    output: () => z.unknown(),
    errors: ['NOT_FOUND', 'ROLE_UNKNOWN'],
    elevate: true,
  })
  if (!hasOwner(entity)) return { explainAccess }
  return {
    explainAccess,
    claim: command({
      target: 'record',
      summary: `Take a ${name} that is nobody's; it becomes the actor's own.`,
      input: nothing,
      output: () => recordOf(name),
      errors: ['ALREADY_CLAIMED', 'NOT_FOUND', 'VERSION_CONFLICT'],
      elevate: true,
    }),
    share: command({
      target: 'record',
      summary: `Let somebody else work on a ${name}: read it, or change it too.`,
      input: () => z.strictObject({ user: userId(), level: z.enum(['read', 'write']) }),
      output: list,
      errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
    }),
    unshare: command({
      target: 'record',
      summary: `Somebody no longer works on a ${name}.`,
      input: () => z.strictObject({ user: userId() }),
      output: list,
      errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
    }),
    sharedWith: query({
      target: 'record',
      summary: `With whom a ${name} is shared, oldest first.`,
      input: nothing,
      output: list,
      errors: ['NOT_FOUND'],
    }),
    owners: query({
      target: 'record',
      summary: `How a ${name} changed hands, oldest first.`,
      input: nothing,
      output: list,
      errors: ['NOT_FOUND'],
    }),
  }
}

const userId = () => z.string().min(1).max(255).refine(isSound, 'expected well-formed Unicode without U+0000')
const nothing = () => z.strictObject({})
const list = () => z.array(z.unknown())
