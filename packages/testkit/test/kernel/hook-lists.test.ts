import {
  command,
  createCrm,
  type Done,
  defineEntity,
  definePlugin,
  field,
  type Migration,
  type PluginTypes,
  type RowOf,
} from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { onBoth } from '../both.ts'

const note = defineEntity({
  name: 'note',
  plural: 'notes',
  keeping: 'log',
  fields: { number: field.integer(), read: field.boolean() },
})
const operations = {
  notes: {
    fill: command({
      target: 'collection',
      summary: 'Write so many.',
      input: z.strictObject({ many: z.int() }),
      output: z.void(),
    }),
    read: command({
      target: 'collection',
      summary: 'Read those from a number on; answers how many in each page.',
      input: z.strictObject({ from: z.int() }),
      output: z.array(z.int()),
    }),
  },
}
interface Note extends RowOf<typeof note.fields> {
  readonly id: string
}
interface NoteTypes extends PluginTypes {
  entities: { note: { row: Note } }
  operations: typeof operations
  events: {}
}

const seen: (readonly Done[])[] = []
const notes = (migrations: readonly Migration[] = []) =>
  definePlugin<NoteTypes>({
    id: 'notes',
    version: '1.0.0',
    entities: [note],
    operations,
    handlers: {
      notes: {
        fill: ({ table }, { many }) =>
          table('note').insert(Array.from({ length: many }, (_, number) => ({ number, read: false }))),
        async read({ table }, { from }) {
          const pages: number[] = []
          for await (const page of table('note').pages({ number: { gte: from } })) {
            pages.push(page.length)
            // Written between the pages, by which nothing is lost.
            for (const { id } of page.slice(0, 2)) await table('note').update({ id }, { read: true })
          }
          return pages
        },
      },
    },
    hooks: { order: { afterWrite: (changes) => void seen.push(changes) } },
    migrations,
  })
const { draft } = await createCrm({ storage: sqlite(':memory:'), plugins: [notes()] }).migrate({ dryRun: true })
const plugin = () => notes([{ id: '0001_start', steps: draft }])
const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((open) => {
  test('a hook is told what came to a list, what was changed, and what went', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [plugin()] })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    seen.length = 0
    const placed = { companyId, placedAt: '2026-03-01T00:00:00Z', currency: 'CNY' }
    const { id } = await me.orders.create({ ...placed, lines: [{ unitPrice: 1 }, { unitPrice: 2 }] })
    const [one, two] = (await me.orderLines.list({ where: { orderId: id }, orderBy: { unitPrice: 'asc' } })).items
    const lines = { add: [{ unitPrice: 3 }, { id: one?.id ?? '', unitPrice: 10 }], remove: [two?.id ?? ''] }
    await me.orders.update(id, { lines })
    await me.orders.update(id, { placedAt: '2026-03-02T00:00:00Z' })
    const told = seen.flat().map(({ action, lists }) => {
      const prices = (rows: readonly object[] = []) => rows.map((row) => 'unitPrice' in row && row.unitPrice)
      const { lines } = lists
      return [action, lines && [prices(lines.added), prices(lines.changed), prices(lines.removed)]]
    })
    expect(told).toEqual([
      ['create', [[1, 2], [], []]],
      ['update', [[3], [10], [2]]],
      ['update', undefined],
    ])
  })

  test('a table of its own is read a thousand rows at a time', async () => {
    const { crm } = await testCrm({ storage: await open(), plugins: [plugin()] })
    const me = crm.as(admin)
    await me.notes.fill({ many: 2105 })
    expect(await me.notes.read({ from: 5 })).toEqual([1000, 1000, 100])
    expect(await me.notes.read({ from: 9000 })).toEqual([])
  })
})
