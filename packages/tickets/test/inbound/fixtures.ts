import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../../src/index.ts'
import { letter } from './mail.ts'

type Types = CoreTypes & TicketsTypes
type Me = Scope<Types>

const files = [{ name: '发票.txt', type: 'text/plain', data: 'aGVsbG8=' }]
const mailbox = async (me: Me, unique: string) => ({
  address: `${unique.replace(/[^a-z0-9]/gi, '-').toLowerCase()}@x.cn`,
  name: 'X 客服',
  domain: 'desk.x.cn',
  signature: 'X',
  ack: '{number}',
  teamId: (await me.teams.create({ name: unique })).id,
})
const address = async (me: Me, unique: string) => (await me.mailboxes.create(await mailbox(me, unique))).address
const raw = (unique: string) => letter({ id: `${unique.replace(/\s/g, '-')}@example.com`, subject: unique })
/** A ticket that came by mail, with a file. */
const mailed = async (me: Me, unique: string) => {
  const mailbox = await address(me, unique)
  const { ticketId } = await me.inbound.email({ raw: raw(unique), encoding: 'text', mailbox })
  const id = ticketId ?? ''
  const { message } = await me.tickets.receive(id, { body: '发票', files })
  return { id, message, hash: message.files[0]?.hash ?? '' }
}

export const inboundFixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({
    plural: 'mailboxes',
    input: mailbox,
    patch: { signature: 'Y' },
    by: 'address',
    relation: 'team',
  }),
  'inbound.accept': async (me, unique) => ({
    input: {
      channel: 'email',
      payload: { raw: raw(unique), encoding: 'text', mailbox: await address(me, unique) },
    },
  }),
  'inbound.email': async (me, unique) => ({
    input: { raw: raw(unique), encoding: 'text', mailbox: await address(me, unique) },
  }),
  'inbound.form': async (me, unique) => ({
    input: {
      name: '王芳',
      email: `${unique.replace(/[^a-z0-9]/gi, '-')}@example.com`,
      phone: '13800000001',
      subject: unique,
      body: '还没到',
      type: 'complaint',
      category: '物流',
      externalId: unique,
      mailbox: await address(me, unique),
      files,
    },
  }),
  'tickets.file': async (me, unique) => {
    const { id, message, hash } = await mailed(me, unique)
    return { id, input: { message: message.id, hash } }
  },
  'tickets.filed': async (me, unique) => {
    const { id, hash } = await mailed(me, unique)
    return { id, input: { hash } }
  },
  'tickets.deliveries': async (me, unique) => ({ id: (await mailed(me, unique)).id, input: {} }),
  'mail.delivered': async (me, unique) => {
    const { id } = await mailed(me, unique)
    const { messageId } = await me.tickets.reply(id, { body: '今天' })
    return { input: { mail: messageId, delivery: 'sent', sentAs: `<${unique.replace(/\s/g, '-')}@smtp.example>` } }
  },
  'mail.suppressed': async () => ({ input: {} }),
  'mail.release': async () => ({ input: { address: 'wang@example.com' } }),
}
