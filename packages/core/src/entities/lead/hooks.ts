import { CrmError } from '../../error/index.ts'
import type { AnyHooks } from '../../operation/index.ts'

/** A lead is won by its conversion and by nothing else, and stays converted. */
export const leadHooks: AnyHooks = {
  afterWrite(changes, { pipelines }) {
    for (const { action, before, after } of changes) {
      if (action !== 'create' && action !== 'move') continue
      const { type } =
        pipelines
          .get('lead')
          ?.get(after.pipeline as string)
          ?.stages.get(after.stage as string) ?? {}
      if ((type === 'won') === (after.convertedAt !== null)) continue
      throw new CrmError('GUARD_REFUSED', {
        details: { path: action === 'move' ? 'to' : 'stage', guard: 'conversion', to: after.stage },
        hint: before?.convertedAt ? 'A lead is converted once.' : 'Call leads.convert.',
      })
    }
  },
}
