import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { duckdb } from '../src/index.ts'

/** Copies some pages, and is killed. */
const [crm = '', file = '', pages = '1', ...entities] = process.argv.slice(2)
const mirror = duckdb(sqlite(crm), file, { entities, page: 100, settings: { threads: '1' } })
createCrm({ storage: mirror })
let left = Number(pages)
await mirror.copy({
  progress() {
    left--
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  },
})
