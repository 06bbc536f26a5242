// What the search indexes of contacts and their points cost a create: W1 with them and without, in turns.
// `node --conditions=source bench/src/search-index.ts [contacts]`: 100,000 contacts are there before.
import { createCrm } from '@guanxi/core'
import { median } from './figures.ts'
import { fillContacts } from './names.ts'
import { sharedDatabases } from './reads/database.ts'
import { contactOf } from './sample.ts'

const contacts = Number(process.argv[2] ?? 100_000)
const tables = [['contacts', ['name', 'phone']] as const, ['contactPoints', ['normal']] as const]

for (const [name, open] of Object.entries(sharedDatabases)) {
  const { storage, analyze, close } = await open()
  const crm = createCrm({ storage })
  await crm.migrate()
  await fillContacts(storage, contacts)
  await analyze()
  const { contacts: mine } = crm.as({ user: 'u_1', roles: ['admin'] })
  let made = contacts
  const creates = async () => {
    const times: number[] = []
    for (let i = 0; i < 500; i++) {
      const input = contactOf(made++)
      const start = performance.now()
      await mine.create(input)
      times.push((performance.now() - start) * 1000)
    }
    return median(times.slice(100))
  }
  const [withIndex, without]: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round++) {
    withIndex.push(await creates())
    await storage.migrations.run(tables.map(([table]) => ({ step: 'dropSearch', table })))
    without.push(await creates())
    await storage.migrations.run(tables.map(([table, fields]) => ({ step: 'createSearch', table, fields })))
  }
  const [a, b] = [withIndex, without].map((rounds) => median(rounds).toFixed(0))
  console.log(`W1 ${name}, ${contacts} contacts: with the search indexes ${a} µs, without ${b} µs`)
  await close()
}
