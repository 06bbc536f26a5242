import {
  type CreateOf,
  command,
  createCrm,
  type Done,
  defineEntity,
  definePipeline,
  definePlugin,
  type EntityOf,
  field,
  type Migration,
  type PluginTypes,
  type RowOf,
  type Staged,
  type StageOf,
  type System,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { onBoth } from '../both.ts'

/** A field of every kind. */
const fields = {
  title: field.string().plain(),
  body: field.text().plain(),
  many: field.integer(),
  ratio: field.number(),
  fragile: field.boolean(),
  on: field.date(),
  at: field.datetime(),
  price: field.money(),
  currency: field.currency(),
  mail: field.email().plain(),
  phone: field.phone().plain(),
  size: field.enum(['small', 'large']),
  companyId: field.ref('company'),
  parts: field.json(() => z.array(z.strictObject({ name: z.string(), on: z.boolean() }))).plain(),
  none: field.datetime().optional(),
}
const crate = defineEntity({ name: 'crate', plural: 'crates', staged: true, fields })
const trace = defineEntity({ name: 'trace', plural: 'traces', keeping: 'log', fields })
const flow = definePipeline({ entity: 'crate', stages: { packed: {}, sent: { type: 'won' } } })
const operations = {
  crates: { trace: command({ target: 'record', summary: 'Trace it.', input: z.strictObject({}), output: z.void() }) },
}

interface Crate extends System, Staged<StageOf<typeof flow>>, RowOf<typeof fields> {}
interface CrateCreate extends CreateOf<typeof fields> {}
interface Trace extends RowOf<typeof fields> {
  readonly id: string
}
interface Types extends PluginTypes {
  entities: { crate: EntityOf<typeof crate, Crate, CrateCreate>; trace: { row: Trace } }
  operations: typeof operations
  events: {}
}

const seen: { done?: Done<Crate>; row?: Crate | undefined; held?: Crate | undefined; trace?: Trace | undefined } = {}
const make = (migrations: readonly Migration[] = []) =>
  definePlugin<Types>({
    id: 'crates',
    version: '1.0.0',
    entities: [crate, trace],
    pipelines: { crate: flow },
    operations,
    handlers: {
      crates: {
        async trace({ table }, { id }) {
          ;[seen.row] = await table('crate').all({ id })
          ;[seen.held] = await table('crate').hold([id], { many: 3 })
          const { title, body, many, ratio, fragile, on, at, price, currency, mail, phone, ...other } =
            seen.held as Crate
          const { size, companyId, parts } = other
          const first = { title, body, many, ratio, fragile, on, at, price, currency, mail, phone }
          await table('trace').insert([{ ...first, size, companyId, parts }])
          await table('trace').update({ many: 3, fragile: true }, { parts: [...parts, { name: 'lid', on: true }] })
          ;[seen.trace] = await table('trace').all({ on })
        },
      },
    },
    hooks: { crate: { afterWrite: ([change]) => void Object.assign(seen, { done: change }) } },
    migrations,
  })
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [make()] }).migrate({ dryRun: true })

onBoth((storage) => {
  test('a row of a table, and what a hook is given, is the record as it is read: no value has another kind', async () => {
    const { crm } = await testCrm({ storage: await storage(), plugins: [make([{ id: '0001', steps: draft }])] })
    const me = crm.as({ user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await me.companies.create({ name: '上海精工' })
    const values = {
      ...{
        title: '箱',
        body: 'x\ny',
        many: 3,
        ratio: 0.1,
        fragile: true,
        on: '2026-02-28',
        price: 9_007_199_254_740_991,
      },
      ...({ currency: 'CNY', mail: 'a@x.cn', phone: '+8613800000000', size: 'small', companyId } as const),
      parts: [{ name: 'box', on: false }],
    }
    const { id } = await me.crates.create({ ...values, at: '2026-03-01T08:00:00+08:00' })
    const record = await me.crates.get(id)
    expect(record).toMatchObject({ ...values, at: '2026-03-01T00:00:00.000Z', none: null, stage: 'packed' })
    expect(seen.done?.after).toEqual(record)
    await me.crates.trace(id, {})
    expect([seen.row, seen.held]).toEqual([record, record])
    const parts = [...values.parts, { name: 'lid', on: true }]
    expect(seen.trace).toEqual({ ...values, id: expect.any(String), at: record.at, none: null, parts })
  })
})
