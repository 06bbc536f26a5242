import { part } from '../part.ts'
import { savedViewOperations } from './contracts.ts'
import { savedViewHooks } from './hooks.ts'
import { savedViewHandlers } from './run.ts'
import { savedView } from './saved-view.ts'

/** Lists that were saved, to be looked at again. */
export const savedViews = part({
  entities: [savedView],
  hooks: { savedView: savedViewHooks },
  operations: savedViewOperations,
  handlers: savedViewHandlers,
})
