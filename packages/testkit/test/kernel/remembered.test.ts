import {
  type CreateOf,
  createCrm,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type PluginTypes,
  query,
  type RowOf,
  type StorageAdapter,
  type System,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { expect, test, vi } from 'vitest'
import * as z from 'zod'
import { onBothTwice } from '../twice.ts'
import { watch } from '../watch.ts'

const fields = { name: field.string().plain() }
const operations = {
  rules: {
    names: query({ target: 'collection', summary: 'Name them.', input: z.strictObject({}), output: z.string() }),
  },
}
const rule = defineEntity({ name: 'rule', plural: 'rules', remembered: true, fields })

interface Rule extends System, RowOf<typeof fields> {}
interface RuleCreate extends CreateOf<typeof fields> {}
interface Types extends PluginTypes {
  entities: { rule: EntityOf<typeof rule, Rule, RuleCreate> }
  operations: typeof operations
  events: {}
}

const named = (rules: readonly Rule[]): string => rules.map(({ name }) => name).join()
/** Whoever makes a company writes the rules into it that he goes by. */
const bare = {
  id: 'rules',
  version: '1.0.0',
  entities: [rule],
  operations,
  handlers: { rules: { names: async ({ table }) => named(await table('rule').remembered()) } },
  hooks: {
    company: {
      async beforeWrite(changes, { table }) {
        const rules = await table('rule').remembered()
        const all = await table('rule').remembered('with')
        for (const { set } of changes) set({ industry: `${named(rules)}/${all.length}` })
      },
    },
  },
} as const satisfies Parameters<typeof definePlugin<Types>>[0]
const storage = sqlite(':memory:')
const { draft: steps } = await createCrm({ storage, plugins: [definePlugin<Types>(bare)] }).migrate({ dryRun: true })
const rules = definePlugin<Types>({ ...bare, migrations: [{ id: '0001', steps }] })

const admin = { user: 'u_adm', roles: ['admin'], tenant: 'a' }
const open = (storage: StorageAdapter) => createCrm({ storage, plugins: [rules], tenancy: 'multi' })

onBothTwice((make) => {
  const start = async () => {
    const { one, other } = await make()
    const [first, second] = [open(one), open(other)]
    await first.migrate()
    const seenBy = async (crm: typeof first, tenant = 'a') =>
      (await crm.as({ ...admin, tenant }).companies.create({ name: 'x' })).industry
    return { one, first, second, seenBy }
  }

  test('what is remembered is read once, and again when somebody has written it, in whichever process', async () => {
    const { one, first, second, seenBy } = await start()
    const me = first.as(admin)
    expect(await seenBy(first)).toBe('/0')
    const { id } = await second.as(admin).rules.create({ name: 'r1' })
    expect(await seenBy(first)).toBe('r1/1')
    const seen = watch(one)
    expect(await seenBy(first)).toBe('r1/1')
    expect(seen.filter((each) => each.includes('rule'))).toEqual([])
    vi.restoreAllMocks()
    await me.rules.update(id, { name: 'r2' })
    expect([await seenBy(first), await seenBy(second)]).toEqual(['r2/1', 'r2/1'])
    await me.rules.delete(id)
    expect([await seenBy(first), await seenBy(second)]).toEqual(['/1', '/1'])
    expect(await seenBy(second, 'b')).toBe('/0')
  })

  test('a query that asks for nothing else is told as well', async () => {
    const { first, second } = await start()
    await first.as(admin).rules.create({ name: 'r1' })
    expect(await second.as(admin).rules.names({})).toBe('r1')
    await first.as(admin).rules.create({ name: 'r2' })
    expect(await second.as(admin).rules.names({})).toBe('r1,r2')
  })

  test('a transaction goes by what it has written itself; what is undone is not remembered', async () => {
    const { first, seenBy } = await start()
    const me = first.as(admin)
    await me.rules.create({ name: 'r1' })
    const undone = first.as(admin).transaction(async (tx) => {
      await tx.rules.create({ name: 'r2' })
      expect((await tx.companies.create({ name: 'x' })).industry).toBe('r1,r2/2')
      throw new RangeError('undo')
    })
    await expect(undone).rejects.toThrow('undo')
    expect(await seenBy(first)).toBe('r1/1')
    await me.transaction(async (tx) => {
      const inner = tx.transaction(async (within) => {
        await within.rules.create({ name: 'r3' })
        throw new RangeError('undo')
      })
      await expect(inner).rejects.toThrow('undo')
      expect((await tx.companies.create({ name: 'x' })).industry).toBe('r1/1')
    })
    await me.rules.create({ name: 'r4' }, { dryRun: true })
    expect(await seenBy(first)).toBe('r1/1')
  })
})

test('a log is not remembered, and no list of another record', () => {
  const log = defineEntity({ name: 'tick', plural: 'ticks', keeping: 'log', remembered: true, fields })
  const plugin = definePlugin({ id: 'ticks', version: '1.0.0', entities: [log], migrations: [] })
  expect(() => createCrm({ storage: sqlite(':memory:'), plugins: [plugin] })).toThrow('cannot be remembered')
})
