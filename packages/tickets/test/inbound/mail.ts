import { createCrm, type StorageAdapter } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { memoryMail, type TicketsOptions, tickets } from '../../src/index.ts'
import { onOne } from '../on-one.ts'

type Desk = ReturnType<typeof deskOf>

/** Tests that share an instance on each database: each of them has a tenant, and the time goes on from one to the next. */
export function onDesks(define: (desk: () => Promise<Desk>) => void, options: TicketsOptions = {}): void {
  onOne((stage) => {
    let office: Office | undefined
    define(async () => {
      const { storage, tenant } = stage()
      office ??= officeOn(storage, options)
      // What the others have left to be sent.
      await office.crm.tick()
      const desk = deskOf(office, tenant)
      await desk.admin.mailboxes.create({
        ...{ address: 'support@x.cn', name: 'X 客服', ack: '已收到，编号 {number}。', domain: 'desk.x.cn' },
        signature: 'X 客服部',
      })
      await desk.admin.mailboxes.create({ address: 'sales@x.cn', domain: 'desk.x.cn' })
      return desk
    })
  })
}

type Office = ReturnType<typeof officeOn>

function officeOn(storage: StorageAdapter, options: TicketsOptions) {
  const clock = testClock('2026-06-01T01:00:00Z')
  const mail = memoryMail()
  const plugins = [tickets({ mail, mailSecret: 'secret', ...options })] as const
  return { clock, mail, crm: createCrm({ storage, plugins, clock, zone: 'Asia/Shanghai', tenancy: 'multi' }) }
}

/** A tenant with two mailboxes. */
function deskOf({ crm, clock, mail }: Office, tenant: string) {
  const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const agent = crm.as({ tenant, user: 'u_a', roles: ['agent'] })
  const system = crm.asSystem({ tenant, reason: 'inbound' })
  const before = mail.sent.length
  const got = (raw: string, mailbox = 'support@x.cn') => system.inbound.email({ raw, encoding: 'text', mailbox })
  const said = async (ticketId: string | null) => {
    const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
    return (await agent.ticketMessages.list({ where: { ticketId: ticketId ?? '' }, orderBy })).items
  }
  /** A ticket that came by mail, and what an agent answered. */
  const answered = async (body = '今天送到') => {
    const id = (await got(letter())).ticketId ?? ''
    await agent.tickets.assign(id, { ownerId: 'u_a' })
    const reply = await agent.tickets.reply(id, { body })
    await crm.tick()
    return { id, reply }
  }
  return { crm, clock, tenant, admin, agent, system, got, said, answered, sent: () => mail.sent.slice(before) }
}

/** A mail as it comes over the wire. */
export function letter({ headers = {}, body = 'It has not come.', ...given }: Letter = {}): string {
  const { from = 'Wang <wang@example.com>', to = 'support@x.cn', subject = '物流延误', id = 'm1@example.com' } = given
  const type = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
    ? {}
    : { 'Content-Type': 'text/plain; charset=utf-8' }
  const lines = {
    From: from,
    To: to,
    Subject: subject,
    'Message-ID': `<${id}>`,
    'MIME-Version': '1.0',
    ...type,
    ...headers,
  }
  return `${Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}`
}

interface Letter {
  readonly from?: string
  readonly to?: string
  readonly subject?: string
  readonly id?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a server says when it could not deliver a mail (RFC 3464). */
export const bounce = (messageId: string, recipient: string, status = '5.1.1', action = 'failed') =>
  letter({
    from: 'Mail Delivery <mailer-daemon@mx.example.com>',
    subject: 'Undelivered Mail Returned to Sender',
    id: `dsn-${status}-${recipient}`,
    headers: {
      'Return-Path': '<>',
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary="BOUND"',
    },
    body: [
      '--BOUND',
      'Content-Type: text/plain',
      '',
      'I am sorry.',
      '--BOUND',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.com',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550 no such user',
      '',
      '--BOUND',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: ${messageId}`,
      'Subject: Re: x',
      '',
      'the mail',
      '--BOUND--',
      '',
    ].join('\r\n'),
  })
