// One of the processes of `scripts/jobs.ts`: works until it is killed, in a time that goes ten times as fast.
import { createCrm } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { fast } from './jobs/fast.ts'

const [kind, place = ''] = process.argv.slice(2)
const storage = kind === 'postgres' ? postgres({ connectionString: place, max: 5 }) : sqlite(place)
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const crm = createCrm({ storage, clock: fast, logger })
await crm.work({ concurrency: 2, poll: 50 })
