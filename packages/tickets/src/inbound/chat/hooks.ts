import type { CoreTypes, EntityHooks } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import { type Chats, windowOf } from './chats.ts'
import { assertOpen } from './window.ts'

/** What is said on a chat channel after its session has closed is refused, whoever says it. */
export const chatHooks = (chats: Chats): EntityHooks<CoreTypes & TicketsTypes, 'ticket'> => ({
  actions: ['create', 'update'],
  async afterWrite(changes, context) {
    for (const { after, lists } of changes) {
      const said = (lists.messages?.added ?? []).filter(
        // What was said at another time was sent then, or not: it is only moved.
        ({ direction, kind, at }) => direction === 'out' && kind === 'message' && at === context.now,
      )
      for (const channel of new Set(said.map((message) => String(message.channel))))
        if (windowOf(chats, channel) !== null) await assertOpen(context, chats, after.contactId, channel)
    }
  },
})
