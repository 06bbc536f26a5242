import { type CoreTypes, type Crm, createCrm, definePipeline } from '@guanxi/core'
import { coreFixtures, type FixtureCall, testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { rowsOf } from '../rows-of.ts'
import { memory } from '../storages.ts'

// Open to changes: tenants may have pipelines of their own.
const editable = definePipeline({
  entity: 'deal',
  editable: true,
  stages: { qualified: {}, proposal: {}, won: { type: 'won' }, lost: { type: 'lost' } },
})

type Method = (...args: readonly unknown[]) => Promise<unknown>

/** Calls an operation of any name. */
function call(crm: Crm<CoreTypes>, scope: object, name: string, { id, input, options }: FixtureCall) {
  const [resource = '', key = ''] = name.split('.')
  const method = Reflect.get(Reflect.get(scope, resource) as object, key) as Method
  const { target } = crm.describe().operations.find((one) => one.name === name) ?? { target: 'collection' }
  if (target === 'collection') return method(input, options)
  return input === undefined ? method(id, options) : method(id, input, options)
}

test('S23: the audit is append-only: no operation takes a row away or changes one, but to erase and to seal', {
  timeout: 120_000,
}, async () => {
  const { storage, close } = await memory()
  const crm = createCrm({
    storage,
    tenancy: 'multi',
    clock: testClock('2026-03-16T01:00:00Z'),
    ids: testIds(),
    pipelines: { deal: editable },
  })
  const { operations } = crm.describe()
  expect(operations.filter(({ name }) => /^audit/.test(name)).map(({ name }) => name)).toEqual([
    'audit.list',
    'audit.verify',
    'audit.seal',
  ])
  const changed: string[] = []
  for (const [name, fixture] of Object.entries(coreFixtures)) {
    if (operations.find((one) => one.name === name)?.kind !== 'command') continue
    const me = crm.as({ tenant: name, user: 'u_admin', roles: ['admin'] })
    const given = await fixture(me, 'unique1')
    await me.audit.seal({})
    const before = await rowsOf(storage, 'audit', name)
    await call(crm, me, name, given)
    const after = new Map((await rowsOf(storage, 'audit', name)).map((row) => [row.id, row]))
    for (const row of before)
      if (JSON.stringify(row) !== JSON.stringify(after.get(row.id))) {
        changed.push(name)
        break
      }
    expect((await me.audit.verify({})).problems, name).toEqual([])
  }
  expect(changed.filter((name) => !name.endsWith('.eraseSubject'))).toEqual([])
  expect(changed).not.toEqual([])
  await crm.close()
  await close()
})
