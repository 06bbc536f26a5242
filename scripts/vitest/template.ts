// Runs the core's migrations in the database of the URL given. A process of its own: vitest's own does not resolve to sources.
import { createCrm } from '@guanxi/core'
import { postgres } from '@guanxi/postgres'

const crm = createCrm({ storage: postgres(process.argv[2] ?? '') })
await crm.migrate()
await crm.close()
