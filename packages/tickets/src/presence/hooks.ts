import type { CoreTypes, EntityHooks } from '@guanxi/core'
import { isAnswer } from '../ticket/heard.ts'
import type { TicketsTypes } from '../types.ts'
import { dropDraft } from './drafts.ts'

/** What somebody has sent is no draft of his any more. */
export const draftHooks: EntityHooks<CoreTypes & TicketsTypes> = {
  actions: ['update'],
  async afterWrite(changes, context) {
    for (const { id, lists } of changes)
      for (const message of lists.messages?.added ?? [])
        if (isAnswer(message)) await dropDraft(context, id, String(message.userId))
  },
}
