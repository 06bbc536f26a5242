import { writeFileSync } from 'node:fs'
import { startPostgres } from '../../scripts/postgres.ts'

const s = await startPostgres()
writeFileSync('/tmp/adv-pg-url', s.url)
console.log(s.url)
process.on('SIGTERM', async () => {
  await s.stop()
  process.exit(0)
})
setInterval(() => {}, 1e6)
