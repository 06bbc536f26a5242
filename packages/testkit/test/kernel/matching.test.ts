import {
  type CoreTypes,
  type CreateOf,
  command,
  createCrm,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type HandlersOf,
  type InverseOf,
  type Migration,
  type PluginTypes,
  type RowOf,
  type System,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { codeOf, onBoth } from '../both.ts'
import { watch } from '../watch.ts'

const parcel = defineEntity({
  name: 'parcel',
  plural: 'parcels',
  fields: { weight: field.integer(), companyId: field.ref('company') },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'parcels' } },
})
interface Parcel extends System, RowOf<typeof parcel.fields> {}
interface ParcelCreate extends CreateOf<typeof parcel.fields> {}
const operations = {
  parcels: {
    sort: command({
      target: 'collection',
      summary: 'Which parcels match a condition.',
      input: z.strictObject({ where: z.record(z.string(), z.unknown()) }),
      output: z.array(z.string()),
    }),
  },
}
interface Post extends PluginTypes {
  entities: { parcel: EntityOf<typeof parcel, Parcel, ParcelCreate> } & InverseOf<typeof parcel>
  operations: typeof operations
  events: {}
}
const handlers: HandlersOf<CoreTypes & Post, typeof operations> = {
  parcels: {
    async sort({ table }, { where }) {
      return [...(await table('parcel').matching(await table('parcel').all({}), where))].sort()
    },
  },
}
const post = (migrations: readonly Migration[] = []) =>
  definePlugin<Post>({ id: 'post', version: '1', entities: [parcel], operations, handlers, migrations })
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [post()] }).migrate({ dryRun: true })

onBoth((make) => {
  test('rows answer for themselves where a condition speaks of their own fields alone; else the database is asked', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage, plugins: [post([{ id: '0001', steps: draft }])] })
    const me = crm.as({ user: 'u_adm', roles: ['admin'] })
    const { id: companyId } = await me.companies.create({ name: '上海精工', city: '上海' })
    const { id: other } = await me.companies.create({ name: '北京' })
    const { ids } = await me.parcels.createMany([
      { weight: 1, companyId },
      { weight: 5, companyId: other },
      { weight: 9, companyId },
    ])
    const sorted = (where: Record<string, unknown>) => me.parcels.sort({ where })
    const some = (...at: number[]) => at.map((i) => ids[i] ?? '').sort()
    const seen = watch(storage)
    const asked = () => seen.splice(0).filter((one) => one.includes('select parcel')).length
    expect(await sorted({})).toEqual(some(0, 1, 2))
    expect(await sorted({ weight: { gt: 4 } })).toEqual(some(1, 2))
    expect(await sorted({ not: { or: [{ weight: 1 }, { companyId: other }] } })).toEqual(some(2))
    expect(asked()).toBe(3)
    expect(await sorted({ company: { is: { city: '上海' } } })).toEqual(some(0, 2))
    expect(asked()).toBe(2)
    expect(await codeOf(() => sorted({ width: 3 }))).toBe('UNKNOWN_KEY')
  })
})
