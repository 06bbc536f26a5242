import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { type SurveyOptions, type TicketCreate, tickets } from '../../src/index.ts'
import type { Stage } from '../on-one.ts'
import { letters } from './letters.ts'

export const secret = 'a secret of tests alone'

/** A desk that asks its customers how it was. `u_a` has the tickets, and `u_m` is his manager. */
export async function desk(
  { storage, tenant }: Stage,
  rules: NonNullable<SurveyOptions['rules']> = {},
  more: Pick<SurveyOptions, 'reachable'> = {},
) {
  const clock = testClock('2026-06-01T09:00:00Z')
  const post = letters()
  // Its workers may come by what is left of others on the same database.
  const send: SurveyOptions['send'] = async (invitation) => {
    if (invitation.tenant === tenant) await post.send(invitation)
  }
  const plugin = tickets({ survey: { secret, send, rules, ...more } })
  const crm = createCrm({ tenancy: 'multi', storage, plugins: [plugin], clock, zone: 'Asia/Shanghai' })
  const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const agent = crm.as({ tenant, user: 'u_a', roles: ['agent'] })
  const system = crm.asSystem({ tenant, reason: 'survey' })
  const manager = await admin.members.create({ userId: 'u_m', name: '李经理' })
  await admin.members.create({ userId: 'u_a', name: '小张', managerId: manager.id })
  const { id: contactId } = await admin.contacts.create({ name: '王芳', email: 'wang@example.com' })
  const opened = async (more: Partial<TicketCreate> = {}) =>
    (await agent.tickets.create({ subject: '物流延误', contactId, ownerId: 'u_a', ...more })).id
  /** Time goes on, and workers do what is due. */
  const at = async (instant: string) => {
    await clock.advance(instant)
    await crm.tick()
  }
  const surveys = async (id: string) =>
    (await admin.tickets.get(id, { include: { surveys: { orderBy: { cycle: 'asc' } } } })).surveys
  return { crm, tenant, clock, post, admin, agent, system, contactId, opened, at, surveys }
}
