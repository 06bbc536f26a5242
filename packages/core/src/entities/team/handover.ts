import { CrmError, invalid } from '../../error/index.ts'
import type { Context, HandlersOf } from '../../plugin/index.ts'
import { hasOwner } from '../../schema/index.ts'
import { callsOn } from '../calls-on.ts'
import type { CoreTypes } from '../core-types.ts'
import type { memberOperations } from './contracts.ts'
import type { Member } from './member.ts'

/** Under which name a handover counts the records of an entity; unless told, their plural. */
const countedAs: Readonly<Record<string, string>> = { companies: 'customers', contacts: 'customers' }

/** What is done when somebody leaves, and when he is back. */
export const memberHandlers: HandlersOf<CoreTypes, typeof memberOperations> = {
  members: {
    async handover(context, { from, to, reason = 'offboarding' }) {
      if (from === to) throw invalid('to', 'is the one who leaves', 'Name a colleague.')
      const { crm, now, schema, table } = context
      await table('member').lock()
      const [leaving, taking] = [await inCharge(context, 'from', from), await inCharge(context, 'to', to)]
      if (taking.leftAt !== null) throw invalid('to', 'has left', 'Name a colleague who is there.')
      const moved: Record<string, number> = { customers: 0, deals: 0, tasks: 0 }
      for (const entity of schema.entities.values()) {
        if (!hasOwner(entity) || entity.open === false) continue
        const where = { and: [{ ownerId: from }, entity.open] }
        const { count } = await callsOn<Batches>(crm, entity.plural).updateMany(
          { where, set: { ownerId: to } },
          { reason },
        )
        const name = countedAs[entity.plural] ?? entity.plural
        if (count > 0) moved[name] = (moved[name] ?? 0) + count
      }
      await table('member').set(leaving.id, { leftAt: now })
      return moved as { customers: number; deals: number; tasks: number }
    },
    async reinstate({ crm, may, table }, { id }) {
      if (!(await may('update', 'member', id, ['leftAt']))) {
        // Whoever may not even see him is told that there is nobody.
        await crm.members.get(id)
        throw new CrmError('FORBIDDEN', { details: { permission: 'members.reinstate' } })
      }
      await table('member').set(id, { leftAt: null })
      return crm.members.get(id)
    },
  },
}

/** The records of an entity, whichever it is. */
interface Batches {
  updateMany(input: object, options: { readonly reason: string }): Promise<{ readonly count: number }>
}

/** The member of a user id, if the actor has the say about his leaving. */
async function inCharge({ may, table }: Context<CoreTypes>, path: string, userId: string): Promise<Member> {
  const [member] = await table('member').all({ userId })
  if (member === undefined || !(await may('read', 'member', member.id)))
    throw new CrmError('REFERENCE_NOT_FOUND', {
      details: { path, entity: 'member' },
      hint: 'Both are members: members.create({ userId, name }).',
    })
  if (await may('update', 'member', member.id, ['leftAt'])) return member
  throw new CrmError('FORBIDDEN', {
    details: { permission: 'members.handover', path },
    hint: 'A manager hands over between people below him.',
  })
}
