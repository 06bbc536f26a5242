import { createCrm, field, type Migration } from '@guanxi/core'
import { expect, test } from 'vitest'
import { codeOf, errorOf } from '../both.ts'
import { onBothTwice } from '../twice.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const before = { company: { taxNumber: field.string().optional().plain(), vip: field.boolean().default(false) } }
const after = {
  company: { taxNumber: field.string().optional().unique().plain(), vip: field.boolean().default(false) },
}
const promoted: Migration = {
  id: '0001_tax_number',
  steps: [
    {
      step: 'promote',
      table: 'companies',
      owner: 'app',
      column: { name: 'taxNumber', type: 'text', nullable: true },
    },
    {
      step: 'createIndex',
      table: 'companies',
      index: { name: 'companies_taxNumber_unique', columns: ['taxNumber'], unique: true, alive: true },
    },
  ],
}

onBothTwice((make) => {
  test('rank 11: a field of the host’s gets a column and an index by his own migration, and keeps its values', async () => {
    const { one, other } = await make()
    const first = createCrm({ storage: one, fields: before })
    await first.migrate()
    const old = await first.as(admin).companies.create({ name: 'x', taxNumber: 'A1', vip: true })

    const second = createCrm({ storage: other, fields: after, migrations: [promoted] })
    const me = second.as(admin)
    expect(await codeOf(() => me.companies.count())).toBe('MIGRATION_REQUIRED')
    expect((await second.migrate()).applied).toEqual(['app/0001_tax_number'])
    expect(await me.companies.get(old.id)).toMatchObject({ taxNumber: 'A1', vip: true })
    const clash = await errorOf(() => me.companies.create({ name: 'y', taxNumber: 'A1' }))
    expect([clash.code, clash.path]).toEqual(['DUPLICATE', 'taxNumber'])
    const { record, created } = await me.companies.upsert({ by: 'taxNumber', record: { name: 'z', taxNumber: 'A1' } })
    expect([record.id, record.name, created]).toEqual([old.id, 'z', false])
    expect(await me.companies.count({ where: { taxNumber: { startsWith: 'A' }, vip: true } })).toBe(1)
  })

  test('without the migration an index on such a field is refused at boot', async () => {
    const { one } = await make()
    expect(await codeOf(() => createCrm({ storage: one, fields: after }))).toBe('SCHEMA_INVALID')
  })

  test('a column without the index that the field wants is refused by migrate', async () => {
    const { one } = await make()
    const [step] = promoted.steps
    const half = { ...promoted, steps: step === undefined ? [] : [step] }
    const crm = createCrm({ storage: one, fields: after, migrations: [half] })
    expect((await errorOf(() => crm.migrate())).code).toBe('MIGRATION_MISSING')
  })
})
