import type { $ZodType } from 'zod/v4/core'
import { CrmError, isCrmError } from '../../error/index.ts'
import type { EntityIR, Row } from '../../schema/index.ts'
import { checked } from '../problem.ts'

/** The input of a record as its schema makes it. A field that is set for the caller is no unknown one: the hint says so. */
export function checkedRecord(entity: EntityIR, schema: $ZodType, input: unknown, at: string): Row {
  try {
    return checked(schema, input, at) as Row
  } catch (error) {
    if (!isCrmError(error, 'UNKNOWN_KEY')) throw error
    const name = at === '' ? error.path : error.path?.slice(at.length + 1)
    const field = entity.fields.get(name ?? '')
    if (field?.mode !== 'generated') throw error
    const who = field.system || field.owner === 'core' ? 'the CRM' : `the plugin ${field.owner}`
    throw new CrmError('UNKNOWN_KEY', { details: error.details, hint: `Leave it out: ${who} sets ${field.name}.` })
  }
}
