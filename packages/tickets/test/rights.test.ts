import { createCrm, type Role } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { callFixture } from '../../testkit/src/reflection/index.ts'
import { codeOf } from '../../testkit/test/both.ts'
import { memory } from '../../testkit/test/storages.ts'
import { hooksOf } from '../src/hooks.ts'
import { routingHooks } from '../src/routing/hooks.ts'
import { Calendars } from '../src/sla/work-time.ts'
import { suite } from './suite.ts'

const { plugin, fixtures } = suite
const ours = Object.entries(plugin['~definition'].operations).flatMap(([resource, own]) =>
  Object.keys(own).map((key) => `${resource}.${key}`),
)
/** What is done with one ticket. */
const aboutOne = ours.filter(
  (name) =>
    (name.startsWith('tickets.') && name !== 'tickets.open') ||
    name.startsWith('surveys.') ||
    ['routing.route', 'knowledge.suggest'].includes(name),
)
/** He may do everything, with tickets of his own. */
const own: Role = { grants: { '*': { scope: 'all' }, ticket: { scope: 'own' } }, operations: ours }

test('who may not read a ticket does nothing with it and hears nothing of it, by whichever way', async () => {
  const { storage, close } = await memory({ plugins: [plugin] })
  const crm = createCrm({ storage, plugins: [plugin], clock: testClock('2026-06-01T01:00:00Z'), roles: { own } })
  const admin = crm.as({ user: 'u_adm', roles: ['admin'] })
  const stranger = crm.as({ user: 'u_x', roles: ['own'] })
  const description = crm.describe()
  const answers: Record<string, string> = {}
  for (const name of aboutOne) {
    const call = await fixtures[name]?.(admin, name)
    const code = await codeOf(() => callFixture(description, stranger, name, call ?? {})).catch(() => 'none')
    answers[name] = code.replace('REFERENCE_', '')
  }
  await close()
  expect(answers).toEqual(Object.fromEntries(aboutOne.map((name) => [name, 'NOT_FOUND'])))
})

test('of the hooks of tickets routing alone goes beyond what the actor may', () => {
  const { ticket } = hooksOf({}, new Calendars())
  expect(ticket.filter(({ elevate = false }) => elevate)).toEqual([routingHooks])
})
