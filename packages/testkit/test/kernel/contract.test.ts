import { type Context, type CoreTypes, command, createCrm, definePlugin, field, type PluginTypes } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, errorOf } from '../both.ts'

const boot = (parts: object) =>
  createCrm({ storage: sqlite(':memory:'), plugins: [definePlugin({ id: 'a', version: '1.0.0', ...parts })] })

test.each([
  ['a role that grants on a plural', { roles: { r: { grants: { contacts: { scope: 'all' } } } } }, 'contact'],
  [
    'a role that names an operation by the singular',
    { roles: { r: { grants: {}, operations: ['member.handover'] } } },
    'members.handover',
  ],
  [
    'a role that names a record operation',
    { roles: { r: { grants: {}, operations: ['contacts.create'] } } },
    "grants: { contact: { scope: 'all' } }",
  ],
  ['a hook on a plural', { hooks: { contacts: {} } }, 'contact'],
  ['fields for a plural', { extend: { contacts: { x: field.string().optional().plain() } } }, 'contact'],
])('%s is told what to write', async (_, parts, hint) => {
  expect((await errorOf(() => boot(parts))).hint).toContain(hint)
})

test('a fact has one owner', async () => {
  expect(await errorOf(() => boot({ facts: ['deal.moved'] }))).toMatchObject({
    code: 'PLUGIN_CONFLICT',
    details: { what: 'Fact deal.moved', owner: 'core', other: 'a' },
  })
  const plugin = (id: string) => definePlugin<Paid>({ id, version: '1.0.0', facts: ['deal.paid'] })
  const both = () => createCrm({ storage: sqlite(':memory:'), plugins: [plugin('a'), plugin('b')] })
  expect(await codeOf(both)).toBe('PLUGIN_CONFLICT')
})
interface Paid extends PluginTypes {
  entities: {}
  operations: {}
  events: { 'deal.paid': {} }
}

test('what a plugin is made of cannot be changed afterwards', () => {
  const migrations = [{ id: '0001_start', steps: [] }]
  const made = definePlugin({ id: 'a', version: '1.0.0', migrations })
  expect(() => Object.assign(migrations[0] ?? {}, { id: '0002_other' })).toThrow(TypeError)
  expect(made['~definition'].migrations[0]?.id).toBe('0001_start')
})

const operations = {
  companies: {
    visitNext: command({
      target: 'collection',
      summary: 'When to visit next.',
      input: z.strictObject({ rhythm: z.string() }),
      output: z.strictObject({ today: z.string(), day: z.string(), at: z.string() }),
    }),
  },
}
interface Rhythm extends PluginTypes {
  entities: {}
  operations: typeof operations
  events: {}
}

test('a handler counts days and months in the zone of the instance', async () => {
  const next = async ({ add, now, today }: Context<CoreTypes>, { rhythm }: { rhythm: string }) => {
    return { today, day: add(today, rhythm), at: add(now, rhythm) }
  }
  const plugin = definePlugin<Rhythm>({
    id: 'rhythm',
    version: '1.0.0',
    operations,
    handlers: { companies: { visitNext: next } },
  })
  const { crm } = await testCrm({ plugins: [plugin], zone: 'Asia/Shanghai', start: '2026-01-30T20:00:00Z' })
  const me = crm.as({ user: 'u', roles: ['admin'] })
  expect(await me.companies.visitNext({ rhythm: 'P1M' })).toEqual({
    today: '2026-01-31',
    day: '2026-02-28',
    at: '2026-02-27T20:00:00.000Z',
  })
  expect(await codeOf(() => me.companies.visitNext({ rhythm: 'next week' }))).toBe('INVALID')
})
