import { isCrmError } from '@guanxi/core'
import { expect, test } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import type { OutgoingMail } from '../../src/index.ts'
import { letter, onDesks } from './mail.ts'

const form = { name: '王芳', email: 'Wang@example.com', subject: '发票', body: '请开发票', mailbox: 'support@x.cn' }

/** A mail server that is asked, and does what it is told. */
const server = {
  keys: [] as string[],
  mails: [] as OutgoingMail[],
  does: (): { messageId?: string; refused?: string } => ({}),
}
const kept = new Map<string, Uint8Array>()

onDesks(
  (desk) => {
    test('a form is a ticket, once for each time it was sent, and is answered by mail', async () => {
      const { crm, agent, system, said } = await desk()
      server.mails = []
      const given = { ...form, externalId: 'f1', type: 'complaint' as const, category: '发票' }
      const { ticketId, result } = await system.inbound.form(given)
      expect(result).toBe('created')
      expect(await agent.tickets.get(ticketId ?? '')).toMatchObject({
        ...{ subject: '发票', channel: 'web', type: 'complaint', category: '发票', stage: 'new' },
        participants: ['wang@example.com'],
      })
      expect(await system.inbound.form(given)).toEqual({ result: 'duplicate', ticketId, messageId: null })
      const reply = await agent.tickets.reply(ticketId ?? '', { body: '已开' })
      expect(reply.mail?.to).toMatchObject([{ address: 'wang@example.com', name: '王芳' }])
      await crm.tick()
      expect(server.mails.map(({ text }) => text)).toEqual(['已收到，编号 1。', '已开\n\n-- \nX 客服部'])
      expect((await said(ticketId)).map(({ delivery }) => delivery)).toEqual([null, 'sent', 'sent'])
      // The same person by telephone, too: one contact.
      const { ticketId: second } = await system.inbound.form({ ...form, phone: '138 0000 0001' })
      const { contactId } = await agent.tickets.get(second ?? '')
      expect((await agent.tickets.get(ticketId ?? '')).contactId).toBe(contactId)
      expect(await codeOf(() => system.inbound.form({ subject: 'a', body: 'b' }))).toBe('IDENTITY_REQUIRED')
    })

    test('what is accepted is taken later; what cannot be taken is a dead letter, and may be replayed', async () => {
      const { crm, admin, agent, system } = await desk()
      const payload = { raw: letter(), encoding: 'text', mailbox: 'help@x.cn' }
      await system.inbound.accept({ channel: 'email', payload })
      expect(await agent.tickets.count({})).toBe(0)
      await crm.tick()
      const { items } = await admin.deadLetters.list({})
      expect(items).toMatchObject([{ name: 'inbound.email', error: { code: 'REFERENCE_NOT_FOUND' } }])
      expect(await admin.mailboxes.create({ address: 'help@x.cn' })).toMatchObject({ domain: 'tickets.x.cn' })
      await admin.deadLetters.replay({ ids: items.map(({ id }) => id) })
      await crm.tick()
      expect(await agent.tickets.count({})).toBe(1)
      expect((await admin.deadLetters.list({})).items).toEqual([])
      const at = async (input: { channel: string; payload: unknown }) => {
        const error = await system.inbound.accept(input).catch((reason: unknown) => reason)
        return isCrmError(error, 'INVALID') ? error.path : error
      }
      expect(await at({ channel: 'pigeon', payload })).toBe('channel')
      expect(await at({ channel: 'accept', payload })).toBe('channel')
      expect(await at({ channel: 'toString', payload })).toBe('channel')
      expect(await at({ channel: 'email', payload: 'x' })).toBe('payload')
    })

    test('a server that is away is asked again with the same key; one that refuses is believed', async () => {
      const { crm, clock, agent, got, said } = await desk()
      const { ticketId } = await got(letter({ from: 'no-reply@example.com' }))
      const id = ticketId ?? ''
      server.keys = []
      let tries = 0
      server.does = () => {
        if (++tries < 3) throw new Error('connection refused')
        return {}
      }
      await agent.tickets.reply(id, { body: 'a' })
      await crm.tick()
      expect((await said(id)).at(-1)?.delivery).toBe('waiting')
      for (let i = 0; i < 2; i++) {
        await clock.advance('PT1M')
        await crm.tick()
      }
      expect([tries, new Set(server.keys).size, (await said(id)).at(-1)?.delivery]).toEqual([3, 1, 'sent'])
      server.does = () => ({ refused: '550 no such user' })
      await agent.tickets.reply(id, { body: 'b' })
      await crm.tick()
      expect((await said(id)).at(-1)?.delivery).toBe('failed')
      // One that gives ids of its own: an answer to them finds the ticket.
      server.does = () => ({ messageId: '<ses-1@mail.example>' })
      await agent.tickets.reply(id, { body: 'c' })
      await crm.tick()
      const headers = { 'In-Reply-To': '<ses-1@mail.example>' }
      expect(await got(letter({ id: 'm2@example.com', headers }))).toMatchObject({ result: 'appended', ticketId: id })
      server.does = () => ({})
    })

    test('files that somebody else keeps leave the database, and are read as before', async () => {
      const { crm, agent, got, said } = await desk()
      kept.clear()
      const raw = letter()
      const id = (await got(raw)).ticketId ?? ''
      const [message] = await said(id)
      const hash = message?.mail?.raw ?? ''
      const read = async () => atob((await agent.tickets.file(id, { message: message?.id ?? '', hash })).data).length
      const size = await read()
      expect(kept.has(hash)).toBe(false)
      await crm.tick()
      expect(kept.get(hash)?.length).toBe(size)
      expect(await read()).toBe(size)
      // By way of another ticket nobody gets it.
      const other = (await got(letter({ id: 'm2@example.com' }))).ticketId ?? ''
      expect(await codeOf(() => agent.tickets.file(other, { message: message?.id ?? '', hash }))).toBe('NOT_FOUND')
      kept.clear()
      expect(await codeOf(read)).toBe('NOT_FOUND')
    })

    test('an erased person leaves nothing of his mail', async () => {
      const { admin, got, said } = await desk()
      const { ticketId } = await got(letter({ subject: 'secret one', body: 'secret two' }))
      const { contactId } = await admin.tickets.get(ticketId ?? '')
      const { records } = await admin.contacts.exportSubject(contactId ?? '', {})
      expect(Object.keys(records)).toEqual(expect.arrayContaining(['ticketMessages', 'ticketFiles', 'mailDeliveries']))
      await admin.contacts.eraseSubject(contactId ?? '', {})
      const ticket = await admin.tickets.get(ticketId ?? '')
      const [message] = await said(ticketId)
      expect(JSON.stringify([ticket, message, await admin.mail.suppressed({})])).not.toMatch(/secret|wang/i)
      const deliveries = await admin.tickets.deliveries(ticketId ?? '', {})
      expect(JSON.stringify(deliveries)).not.toMatch(/wang/)
    })
  },
  {
    mail: {
      async send(mail, { key }) {
        server.keys.push(key)
        const answer = server.does()
        server.mails.push(mail)
        return answer
      },
    },
    files: {
      put: async ({ hash, data }) => void kept.set(hash, data),
      get: async (hash) => kept.get(hash),
    },
  },
)
