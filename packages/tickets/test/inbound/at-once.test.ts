import { createCrm, isCrmError } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { file } from '../../../testkit/test/storages.ts'
import { watch } from '../../../testkit/test/watch.ts'
import { among } from '../../src/inbound/email/thread.ts'
import { memoryMail, tickets } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import { letter } from './mail.ts'

/** An instance of a process of its own. */
function instance({ storage, tenant }: Pick<Stage, 'storage' | 'tenant'>) {
  const mail = memoryMail()
  const clock = testClock('2026-06-01T01:00:00Z')
  const crm = createCrm({ storage, plugins: [tickets({ mail })], clock, tenancy: 'multi' })
  const system = crm.asSystem({ tenant, reason: 'inbound' })
  /** Who is told to try again does so. */
  const got = async (raw: string, mailbox = 'support@x.cn') => {
    for (;;) {
      try {
        return await system.inbound.email({ raw, encoding: 'text', mailbox })
      } catch (error) {
        if (!isCrmError(error) || !error.retryable) throw error
      }
    }
  }
  return { crm, mail, system, got }
}

onOne((stage, name) => {
  test('two processes that fetch the same mails at once make each of them one ticket of one customer', async () => {
    const { storage, tenant, another } = stage()
    const [a, b] = [instance({ storage, tenant }), instance({ storage: another(), tenant })]
    for (const address of ['support@x.cn', 'sales@x.cn'])
      await a.system.mailboxes.create({ address, ack: '{number}', domain: 'desk.x.cn' })
    const raw = (i: number) => letter({ id: `m${i}@example.com`, from: 'new@example.com' })
    const all = Array.from({ length: 6 }, (_, i) => i).flatMap((i) => [
      a.got(raw(i)),
      b.got(raw(i)),
      b.got(raw(i), 'sales@x.cn'),
    ])
    const results = (await Promise.all(all)).map(({ result }) => result)
    expect(results.filter((result) => result === 'created')).toHaveLength(6)
    expect(results.filter((result) => result === 'duplicate')).toHaveLength(12)
    expect(await a.system.tickets.count({})).toBe(6)
    expect(await a.system.contacts.count({})).toBe(1)
    await a.crm.tick()
    expect(a.mail.sent).toHaveLength(1)
    // Answers to one ticket from two places: each has an id of its own.
    const { items } = await a.system.tickets.list({ limit: 1 })
    const id = items[0]?.id ?? ''
    const answers = await Promise.all(
      [a, b, a, b].map(async ({ crm }, i) =>
        crm.as({ tenant, user: `u_${i}`, roles: ['agent'] }).tickets.reply(id, { body: `${i}` }),
      ),
    )
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(4)
  })

  test('what a mail costs does not grow with the mails that there are, and its thread is found by an index', async () => {
    const { storage, tenant } = stage()
    const { system, got } = instance({ storage, tenant })
    await system.mailboxes.create({ address: 'support@x.cn', domain: 'desk.x.cn' })
    await got(letter({ id: 'first@example.com' }))
    const seen = watch(storage)
    const cost = async (n: number) => {
      seen.splice(0)
      await got(
        letter({
          id: `n${n}@example.com`,
          subject: 'x',
          from: `n${n}@example.com`,
          headers: { References: '<first@example.com>' },
        }),
      )
      return seen.length
    }
    const before = await cost(0)
    const { id: contactId } = await system.contacts.create({ name: 'x' })
    const messages = Array.from({ length: 300 }, (_, i) => ({ body: `${i}`, messageId: `<k${i}@y>` }))
    await system.tickets.createMany(messages.map((message, i) => ({ subject: `${i}`, contactId, messages: [message] })))
    expect(await cost(1)).toBe(before)
    expect(before).toBeLessThanOrEqual(40)
    const { plan } = await system.ticketMessages.explain(among(['<a@x>', '<k7@y>']))
    // Postgres goes through as few as these; the bench asks it about two million.
    if (name === 'sqlite') expect(plan.join('\n')).toMatch(/ crm_ticket_messages_message_id\b/)
  })
}, file)
