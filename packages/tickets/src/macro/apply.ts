import { CrmError, isCrmError } from '@guanxi/core'
import { saveDraft } from '../presence/drafts.ts'
import type { Inside } from '../sla/inside.ts'
import { upToDate } from '../ticket/up-to-date.ts'
import type { MacroAction } from './macro.ts'
import { filled } from './values.ts'

interface Which {
  readonly id: string
  readonly macroId: string
  readonly after?: string | undefined
}

/** All actions of a macro in their order, as the actor: what he may not do by himself it does not do for him. */
export async function apply(context: Inside, { id, macroId, after }: Which) {
  const { crm, table } = context
  const { actions } = await crm.macros.get(macroId)
  await crm.tickets.get(id)
  // Nobody else says anything meanwhile; what the macro says itself is no news.
  await table('ticket').hold([id])
  await upToDate(context, id, after)
  let draft: string | null = null
  for (const [index, action] of actions.entries()) {
    try {
      draft = (await take(context, id, action)) ?? draft
    } catch (error) {
      throw naming(error, index, action)
    }
  }
  // Counted at the end: whoever applies it at the same time waits as short as can be.
  const [row] = await table('macro').hold([macroId])
  await table('macro').set(macroId, { usageCount: (row?.usageCount ?? 0) + 1 })
  return { ticket: await crm.tickets.get(id), draft }
}

/** Does one of them; answers the draft, if that is what it makes. */
async function take(context: Inside, id: string, action: MacroAction) {
  const { crm, actor } = context
  switch (action.do) {
    case 'move':
      if ((await crm.tickets.get(id)).stage !== action.to) await crm.tickets.move(id, { to: action.to })
      return
    case 'solve':
      await crm.tickets.solve(id, { resolution: await filled(context, id, action.resolution) })
      return
    case 'set': {
      const { do: _, ...values } = action
      await crm.tickets.update(id, values)
      return
    }
    case 'assign': {
      const { do: _, to, ...whose } = action
      await crm.tickets.assign(id, to === 'me' ? { ...whose, ownerId: actor.user } : whose)
      return
    }
    case 'tag':
      await crm.tickets.update(id, { tags: { add: action.tags } })
      return
    case 'untag': {
      const { items } = await crm.ticketTags.list({ where: { ticketId: id, tag: { in: action.tags } } })
      await crm.tickets.update(id, { tags: { remove: items.map((tag) => tag.id) } })
      return
    }
    case 'note':
      await crm.tickets.note(id, { body: await filled(context, id, action.body) })
      return
    case 'reply':
      await crm.tickets.reply(id, { body: await filled(context, id, action.body) })
      return
    case 'draft':
      return (await saveDraft(context, id, { more: await filled(context, id, action.body) })).body
  }
}

/** The same error; it says which action it was. */
function naming(error: unknown, index: number, { do: action }: MacroAction): unknown {
  if (!isCrmError(error)) return error
  const { code, details, hint } = error
  const at = `actions[${index}]`
  const path = details.path === undefined || details.path === '' ? at : `${at}.${details.path}`
  return new CrmError(code, {
    details: { ...details, action, index, path },
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  })
}
