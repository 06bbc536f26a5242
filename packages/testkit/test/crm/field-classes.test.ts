import { core, createCrm, defineEntity, type Entity, field, type Logger } from '@guanxi/core'
import { buildSchema } from '@guanxi/core/storage'
import { sqlite } from '@guanxi/sqlite'
import { testCrm, unclassed } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { Canaries } from '../privacy/canaries.ts'

const owned = (owner: string, ...entities: readonly Entity[]) => entities.map((entity) => ({ owner, entity }))
const own = owned('core', ...core['~definition'].entities)

test('P6: every text of the core says what it tells about people', () => {
  expect(unclassed(buildSchema({ entities: own }))).toEqual([])
})

test('P6: a text without a class is found, in a plugin’s entity and in what it adds to another’s', () => {
  const note = defineEntity({
    name: 'note',
    plural: 'notes',
    fields: {
      text: field.text(),
      tags: field.json(z.array(z.string())).optional(),
      title: field.string().sensitive(),
      at: field.datetime(),
      kind: field.enum(['a']),
      contactId: field.ref('contact'),
    },
  })
  const extensions = [
    { owner: 'notes', entity: 'contact', fields: { nick: field.string().optional() } },
    { owner: 'app', entity: 'contact', fields: { hobby: field.string().optional() } },
  ]
  const found = unclassed(buildSchema({ entities: [...own, ...owned('notes', note)], extensions }))
  expect(found.toSorted()).toEqual(['contact.nick', 'note.tags', 'note.text'])
})

test('P1: what cannot be a person is refused at boot', () => {
  const parts = { name: 'guest', plural: 'guests', fields: { contactId: field.ref('contact') } } as const
  const relations = { contact: { to: 'contact', via: 'contactId', inverse: 'guests' } } as const
  const built = (entity: Entity) => () => buildSchema({ entities: [...own, ...owned('hotel', entity)] })
  expect(built(defineEntity({ ...parts, subject: true, keeping: 'log' }))).toThrow('it is a log')
  const fields = { contactId: field.ref('contact').generated() }
  expect(built(defineEntity({ ...parts, fields, relations, subject: true, ownedBy: 'contact' }))).toThrow('it is owned')
  const { entities } = built(defineEntity({ ...parts, relations, subject: 'contact' }))()
  expect(entities.get('guest')?.subject?.same?.to).toBe('contact')
})

test('P6: an instance tells the class of every field; a text of the host’s without one counts as personal', () => {
  const fields = { contact: { hobby: field.string().optional(), shoe: field.string().optional().plain() } }
  const { entities } = createCrm({ storage: sqlite(':memory:'), fields }).describe()
  const contact = entities.find(({ name }) => name === 'contact')
  const told = (name: string) => contact?.fields.find((one) => one.name === name)?.class
  expect(['hobby', 'shoe', 'birthday', 'country', 'companyId', 'id', 'createdAt'].map(told)).toEqual([
    'pii',
    'plain',
    'pii',
    'plain',
    'plain',
    'plain',
    'plain',
  ])
})

test('P6: what the engine logs carries no values', async () => {
  const logged: string[] = []
  const log = (...parts: readonly unknown[]) => logged.push(JSON.stringify(parts))
  const logger: Logger = { warn: log, error: log }
  const { crm } = await testCrm({ logger })
  const me = crm.as({ user: 'u', roles: ['admin'] })
  crm.on('contact.created', () => {
    throw new Error('a listener of the host’s')
  })
  const canaries = new Canaries('zq7x')
  const email = canaries.email('email')
  await me.contacts.create({ name: canaries.text('name'), email })
  await me.contacts.create({ name: canaries.text('another'), email }).catch(() => {})
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain('a listener failed')
  for (const value of canaries.values) expect(logged[0]).not.toContain(value)
})
