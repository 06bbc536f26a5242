// Writes the next migration where the entities need one: `node --conditions=source packages/analytics/test/draft.ts start`.
import { join } from 'node:path'
import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { draftMigration } from '@guanxi/testkit'
import { analytics } from '../src/index.ts'

const [name = 'start'] = process.argv.slice(2)
const crm = createCrm({ storage: sqlite(':memory:'), plugins: [analytics()] })
const folder = join(import.meta.dirname, '../src/migrations')
console.log((await draftMigration(crm, { folder, name })) ?? 'nothing is missing')
