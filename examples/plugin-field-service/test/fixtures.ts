import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, ownedFixtures, recordFixtures } from '@guanxi/testkit'
import type { FieldServiceTypes } from '../src/types.ts'

type Types = CoreTypes & FieldServiceTypes
type Me = Scope<Types>

const machine = async (me: Me, unique: string) => ({
  companyId: (await me.companies.create({ name: unique })).id,
  contactId: (await me.contacts.create({ name: unique })).id,
  serial: unique,
  model: 'X9',
  installedOn: '2026-01-01',
})
const visit = async (me: Me, unique: string) => ({
  installationId: (await me.installations.create(await machine(me, unique))).id,
  on: '2026-05-01',
  checks: [{ title: 'safety', passed: true }],
})
const visitId = async (me: Me, unique: string) => (await me.visits.create(await visit(me, unique))).id

/** A call that succeeds for each operation of the plugin. */
export const fixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({
    plural: 'installations',
    input: machine,
    patch: { model: 'X10' },
    by: 'serial',
    search: true,
    relation: 'company',
  }),
  ...recordFixtures<Types>({
    plural: 'visits',
    input: visit,
    patch: { report: 'worn', checks: [{ title: 'wear', passed: false, remark: 'belt' }] },
    by: false,
    owned: true,
    relation: 'installation',
    move: 'onSite',
  }),
  ...ownedFixtures<Types>({ plural: 'visitChecks', whose: 'visitId', owner: visitId }),
  'installations.commission': async (me, unique) => ({
    input: { machine: await machine(me, unique), visits: 2, checks: ['safety'] },
  }),
  'installations.underWarranty': async () => ({ input: { on: '2026-05-01' } }),
  'installations.transfer': async (me, unique) => {
    const { installationId } = await me.visits.create(await visit(me, unique))
    return { id: installationId, input: { companyId: (await me.companies.create({ name: 'Beta' })).id } }
  },
  'visits.finish': async (me, unique) => {
    const id = await visitId(me, unique)
    await me.visits.move(id, { to: 'onSite' })
    const results = [{ title: 'safety', passed: false, remark: 'x' }]
    return { id, input: { report: 'worn', results, again: '2026-06-01' } }
  },
}
