import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import { sentAt } from '../sent-at.ts'
import type { phoneOperations } from './operations.ts'
import { type Called, pop } from './pop.ts'

export const phoneHandlers: HandlersOf<CoreTypes & TicketsTypes, typeof phoneOperations> = {
  inbound: {
    async call(context, { callId, number, region, direction = 'in', state = 'ringing', at, duration }) {
      const { crm, table } = context
      const called = normalized(context, number, region)
      // A telephone system says it again, and at the same time.
      await table('call').lock(callId)
      const answer = await pop(context, called)
      const [known] = (await crm.calls.list({ where: { callId }, limit: 1 })).items
      if (known !== undefined) {
        const later = order[state] > order[known.state] ? { state } : {}
        const values = { ...later, ...(duration === undefined ? {} : { duration }) }
        if (Object.keys(values).length > 0) await crm.calls.update(known.id, values)
        const calls = answer.calls.filter(({ id }) => id !== known.id)
        return { ...answer, calls, deduped: true }
      }
      const [first, ...others] = answer.matches
      const contactId = others.length === 0 ? (first?.contact?.id ?? null) : null
      const line = { callId, number: called.normal, shown: number, direction, state, at: sentAt(context, at) }
      await crm.calls.create({ ...line, contactId, ...(duration === undefined ? {} : { duration }) })
      return { ...answer, deduped: false }
    },
    pop: (context, { number, region }) => pop(context, normalized(context, number, region)),
  },
}

/** A call does not go back: what was said late changes nothing. */
const order = { ringing: 0, answered: 1, missed: 2, ended: 2 } as const

function normalized(
  { phones }: Pick<Parameters<typeof pop>[0], 'phones'>,
  number: string,
  region: string | undefined,
): Called {
  const { normal, e164 } = phones.normalize(number, region === undefined ? {} : { region })
  return { normal, e164 }
}
