// Closes its instance while calls are under way, twice, and ends by itself: prints how they ended. A process of a test.
import { createCrm, isCrmError } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'

const target = process.argv[2] ?? ''
const crm = createCrm({ storage: target.startsWith('postgres:') ? postgres(target) : sqlite(target) })
const me = crm.as({ user: 'u_adm', roles: ['admin'] })
await me.companies.count()
const ended = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (isCrmError(error) ? error.code : String(error)),
  )
const calls = Array.from({ length: 40 }, (_, n) =>
  ended(n % 2 === 0 ? me.companies.create({ name: `c${n}` }) : me.companies.count()),
)
const batch = ended(me.companies.createMany(Array.from({ length: 3000 }, () => ({ name: 'many' }))))
await calls[0]
await Promise.all([crm.close(), crm.close()])
await crm.close()
console.log(JSON.stringify(await Promise.all([...calls, batch])))
