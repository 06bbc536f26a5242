import { CrmError, isCrmError } from '../error/index.ts'
import { checkWhere, type QueryContext } from '../query/index.ts'
import { entityOf } from '../schema/index.ts'
import type { Pipelines } from './define.ts'

/** Refuses a guard whose condition names what does not exist: `PIPELINE_INVALID`, before anybody moves a record. */
export function checkGuards(pipelines: Pipelines, context: QueryContext): void {
  for (const [entity, own] of pipelines) {
    for (const [pipeline, { guards }] of own) {
      for (const [name, { where }] of guards) {
        if (where === undefined) continue
        try {
          checkWhere(where, entityOf(context.schema, entity), context)
        } catch (error) {
          if (!isCrmError(error)) throw error
          // A field of a tenant's own is known at run time alone.
          if (error.path?.split('.').includes('custom')) continue
          const problem = `the condition of guard ${name} is none: ${error.message.replace(/\.$/, '')}`
          throw new CrmError('PIPELINE_INVALID', { details: { pipeline, problem } })
        }
      }
    }
  }
}
