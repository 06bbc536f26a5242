import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '../fixtures.ts'

/** With whom something is done: a record of each kind. */
async function customer(me: Scope<CoreTypes>, unique: string) {
  const { id: companyId } = await me.companies.create({ name: unique })
  const { id: contactId } = await me.contacts.create({ name: unique })
  const { id: dealId } = await me.deals.create({ title: unique, companyId })
  const { id: leadId } = await me.leads.create({ name: unique })
  return { companyId, contactId, dealId, leadId }
}

async function activity(me: Scope<CoreTypes>, unique: string) {
  const before = await me.activities.create({ kind: 'note', ...(await customer(me, `${unique}b`)) })
  return {
    kind: 'call' as const,
    subject: unique,
    externalId: unique,
    at: '2026-03-01T00:00:00Z',
    duration: 60,
    nextStep: 'call',
    nextStepOn: '2026-03-23',
    followsId: before.id,
    ...(await customer(me, unique)),
  }
}

async function task(me: Scope<CoreTypes>, unique: string) {
  return {
    title: unique,
    externalId: unique,
    dueAt: '2026-03-18T10:00:00Z',
    dueOn: '2026-03-18',
    pipeline: 'task',
    stage: 'open' as const,
    ...(await customer(me, unique)),
  }
}

/** A fixture for each operation of activities and tasks. */
export const workFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'activities',
    owned: true,
    input: activity,
    patch: { outcome: 'x' },
    relation: 'company',
  }),
  ...recordFixtures({
    plural: 'tasks',
    owned: true,
    input: task,
    patch: { body: 'x' },
    relation: 'deal',
    move: 'done',
  }),
  'activities.log': async (me, unique) => ({ input: await activity(me, unique) }),
  'tasks.complete': async (me, unique) => ({
    id: (await me.tasks.create(await task(me, unique))).id,
    input: { outcome: 'x' },
  }),
  'tasks.agenda': async () => ({ input: { until: '2026-03-18' } }),
}
