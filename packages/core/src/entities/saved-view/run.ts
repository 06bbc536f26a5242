import { CrmError, isCrmError } from '../../error/index.ts'
import type { HandlersOf } from '../../plugin/index.ts'
import { entityOf } from '../../schema/index.ts'
import { callsOn } from '../calls-on.ts'
import type { CoreTypes } from '../core-types.ts'
import { checkView } from './check.ts'
import type { savedViewOperations } from './contracts.ts'

/** The list of any entity. */
interface Lists {
  list(query: object): Promise<{ readonly items: Record<string, unknown>[]; readonly next: string | null }>
}

/** A view runs as whoever looks at it: he sees what he may, whatever its author could. */
export const savedViewHandlers: HandlersOf<CoreTypes, typeof savedViewOperations> = {
  savedViews: {
    async run(context, { id, ...page }) {
      const view = await context.crm.savedViews.get(id)
      sound(() => checkView(context, { ...view }), view.name)
      const { columns = [], ...query } = view.query
      const { plural } = entityOf(context.schema, view.entity)
      const { items, next } = await callsOn<Lists>(context.crm, plural).list({ ...query, ...page })
      return { entity: view.entity, columns, items, next }
    },
    async default({ crm, actor }, { entity }) {
      const where = { ownerId: actor.user, entity, isDefault: true }
      return (await crm.savedViews.list({ where, limit: 1 })).items[0] ?? null
    },
  },
}

/** What was sound when it was written may have lost a field since. */
function sound(check: () => void, view: string): void {
  try {
    check()
  } catch (error) {
    if (!isCrmError(error)) throw error
    throw new CrmError('VIEW_BROKEN', {
      details: { path: error.path ?? 'query', view, problem: error.message.replace(/[.。]$/, '') },
      cause: error,
      hint: 'Update the view, or bring back what it names.',
    })
  }
}
