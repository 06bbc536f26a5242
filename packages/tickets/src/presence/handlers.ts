import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { draftOf, dropDraft, saveDraft } from './drafts.ts'
import type { presenceOfTicket } from './operations.ts'
import { attend, present } from './present.ts'

export const presenceHandlers: HandlersOf<CoreTypes & TicketsTypes, { tickets: typeof presenceOfTicket }> = {
  tickets: {
    presence: (context, said) => attend(context, said),
    present: (context, { id }) => present(context, id),
    async draft(context, { id, body, after }) {
      await context.crm.tickets.get(id)
      if (body !== '') return saveDraft(context, id, { body, after })
      await dropDraft(context, id, context.actor.user)
      return null
    },
    async drafted(context, { id }) {
      await context.crm.tickets.get(id)
      return draftOf(context, id)
    },
  },
}
