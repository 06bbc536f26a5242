// Writes the next migration where the entities need one: `node --conditions=source src/draft.ts more_fields`.
import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { draftMigration } from '@guanxi/testkit'
import { fieldService } from './plugin.ts'

const [name = 'start'] = process.argv.slice(2)
const crm = createCrm({ storage: sqlite(':memory:'), plugins: [fieldService()] })
console.log((await draftMigration(crm, { folder: 'src/migrations', name })) ?? 'nothing is missing')
