import { type CoreTypes, command, createCrm, definePlugin, type PluginTypes } from '@guanxi/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { onBoth } from '../both.ts'

const contract = {
  target: 'collection',
  summary: 'Says that he is there.',
  input: () => z.strictObject({ name: z.string().optional() }),
  output: () => z.void(),
} as const
const operations = { desks: { beat: command({ ...contract, fleeting: true }), note: command(contract) } }
interface Desks extends PluginTypes {
  entities: {}
  operations: typeof operations
  events: {}
}

const desks = definePlugin<Desks, CoreTypes & Desks>({
  id: 'desks',
  version: '1.0.0',
  operations,
  handlers: {
    desks: {
      async beat({ crm }, { name }) {
        if (name !== undefined) await crm.companies.create({ name })
      },
      async note({ crm }) {
        await crm.desks.beat({})
      },
    },
  },
})

onBoth((make) => {
  test('a call that is fleeting leaves no row in the audit; what it writes does, and so does a call around it', async () => {
    const crm = createCrm({ storage: await make(), plugins: [desks] })
    await crm.migrate()
    const me = crm.as({ user: 'u_a', roles: ['admin'] })
    const operationsOf = async () => (await me.audit.list({ where: {} })).items.map(({ operation }) => operation)
    await me.desks.beat({})
    expect(await operationsOf()).toEqual([])
    await me.desks.beat({ name: '精工' })
    expect(await operationsOf()).toEqual(['companies.create'])
    await me.desks.note({})
    expect(await operationsOf()).toEqual(['desks.note', 'companies.create'])
  })
})
