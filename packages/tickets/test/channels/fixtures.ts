import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'

type Types = CoreTypes & TicketsTypes
type Me = Scope<Types>

/** A device; another one has an alarm. */
const device = async (me: Me, unique: string) => {
  const other = await me.devices.create(await silent(me, `${unique} other`))
  await me.inbound.device({ serial: other.serial, code: 'E42' })
  return silent(me, unique)
}
const silent = async (me: Me, unique: string) => ({
  serial: unique,
  name: '水泵',
  companyId: (await me.companies.create({ name: unique })).id,
  contactId: (await me.contacts.create({ name: unique })).id,
})
const written = (unique: string) => ({
  account: 'gh_1',
  user: unique,
  messageId: unique,
  text: '货还没到',
  type: 'text' as const,
  at: '2026-01-01T00:00:00Z',
  name: '王芳',
})
/** Somebody writes on a chat channel. */
export const chatting = (me: Me, unique: string) => me.inbound.wechat(written(`${unique} chat`))
const ticketId = async (me: Me, unique: string) => {
  const { id: contactId } = await me.contacts.create({ name: unique })
  const message = { body: '货还没到' }
  return (await me.tickets.open({ ticket: { subject: unique, contactId }, message })).id
}

/** A call that succeeds for each operation of the channels. */
export const channelFixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({
    plural: 'devices',
    input: device,
    patch: { name: '阀门' },
    by: 'serial',
    owned: true,
    relation: 'contact',
  }),
  ...recordFixtures<Types>({
    plural: 'calls',
    input: async (me, unique) => ({
      callId: unique,
      number: '+86 138 0013 8001',
      shown: '138 0013 8001',
      contactId: (await me.contacts.create({ name: unique })).id,
    }),
    patch: { state: 'ended', duration: 60 },
    by: 'callId',
    relation: 'contact',
  }),
  'inbound.wechat': async (_, unique) => ({ input: written(unique) }),
  'inbound.wecom': async (_, unique) => ({ input: written(unique) }),
  'inbound.chat': async (_, unique) => ({ input: { channel: 'line', ...written(unique) } }),
  'inbound.device': async (me, unique) => {
    const { serial } = await me.devices.create(await silent(me, unique))
    const said = { code: 'E42', severity: 'major' as const, at: '2026-01-01T00:00:00Z', text: '过热' }
    return { input: { serial, kind: 'fire' as const, ...said } }
  },
  'inbound.call': async (me, unique) => {
    await me.contacts.create({ name: unique, phone: '+8613800138000' })
    const when = { at: '2026-01-01T00:00:00Z', duration: 60 }
    const state = { direction: 'in' as const, state: 'ringing' as const }
    return { input: { callId: unique, number: '+86 138 0013 8000', region: 'CN', ...state, ...when } }
  },
  'inbound.pop': async (me, unique) => {
    await me.contacts.create({ name: unique, phone: '+8613800138000' })
    return { input: { number: '+86 138 0013 8000', region: 'CN' } }
  },
  'inbound.douyin': async (_, unique) => ({ input: { id: unique, wechat: unique, campaign: '双十一' } }),
  'tickets.session': async (me, unique) => ({ id: await ticketId(me, unique), input: { channel: 'wechat' } }),
  'tickets.delivered': async (me, unique) => {
    const id = await ticketId(me, unique)
    const { id: messageId } = await me.tickets.reply(id, { body: '马上' })
    return { id, input: { messageId, delivery: 'sent' } }
  },
  'tickets.mood': async (me, unique) => ({ id: await ticketId(me, unique), input: { score: -0.8 } }),
}
