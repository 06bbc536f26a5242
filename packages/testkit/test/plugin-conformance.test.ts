import type { CoreTypes } from '@guanxi/core'
import { type Fixtures, pluginConformance, recordFixtures } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { memory, server, servers } from './storages.ts'
import { type VisitTypes, visits } from './visits.ts'

type Me = Parameters<Fixtures<CoreTypes & VisitTypes>[string]>[0]

const company = async (me: Me, unique: string) => (await me.companies.create({ name: unique })).id
const visit = async (me: Me, unique: string) => ({
  companyId: await company(me, unique),
  purpose: unique,
  notes: 'x',
  stops: [{ place: 'x' }],
})
const visitId = async (me: Me, unique: string) => (await me.visits.create(await visit(me, unique))).id

const fixtures: Fixtures<CoreTypes & VisitTypes> = {
  ...recordFixtures<CoreTypes & VisitTypes>({
    plural: 'visits',
    by: false,
    owned: true,
    search: true,
    input: visit,
    patch: { purpose: 'again', stops: [{ place: 'y' }] },
    relation: 'company',
    move: 'done',
  }),
  'visits.plan': async (me, unique) => ({
    input: { companyId: await company(me, unique), purpose: unique, stops: [{ place: 'x' }] },
  }),
  'visits.finish': async (me, unique) => ({ id: await visitId(me, unique), input: { notes: 'well' } }),
  'visits.busy': async () => ({ input: {} }),
  'companies.greet': async (me, unique) => ({ id: await company(me, unique), input: { greeting: 'Hallo' } }),
  'visitStops.explain': async () => ({ input: {} }),
  'visitStops.get': async (me, unique) => ({ id: await stopId(me, unique) }),
  'visitStops.story': async (me, unique) => ({ id: await stopId(me, unique) }),
  'visitStops.list': async (me, unique) => ({ input: { where: { visitId: await visitId(me, unique) } } }),
  'visitStops.count': async (me, unique) => ({ input: { where: { visitId: await visitId(me, unique) } } }),
  'visitStops.aggregate': async (me, unique) => ({
    input: { where: { visitId: await visitId(me, unique) }, measures: { n: { fn: 'count' } } },
  }),
}

async function stopId(me: Me, unique: string): Promise<string> {
  const { items } = await me.visitStops.list({ where: { visitId: await visitId(me, unique) } })
  return items[0]?.id ?? ''
}

const suite = { plugin: visits(), fixtures, describe, test, afterAll }
describe('on SQLite', () => pluginConformance({ ...suite, create: memory }))
if (servers) describe('on Postgres', () => pluginConformance({ ...suite, create: server }))
