import { checkSameRows } from './check.ts'
import { facadeMicroseconds } from './facade.ts'
import { measure } from './measure.ts'
import { readOptions } from './options.ts'
import { postgresBed } from './postgres.ts'
import { type Line, table, writeJson } from './report.ts'
import { sqliteBed } from './sqlite.ts'
import { works } from './work.ts'

const options = readOptions(process.argv.slice(2))
const contacts = Math.max(1000, Math.round(20_000 * options.scale))
const beds = { sqlite: sqliteBed, postgres: postgresBed }
const lines: Line[] = []
for (const storage of options.storages) {
  const { bed, filled } = await beds[storage](contacts)
  try {
    for (const work of options.works) {
      const operations = works[work].operations[storage] * options.scale
      const measured = await measure(works[work], operations, bed.subjects, filled, options.rounds)
      lines.push(...measured.map((one) => ({ work, storage, ...one })))
    }
    await checkSameRows(bed)
  } finally {
    await bed.close()
  }
}
console.log(table(lines))
console.log(`\ncrm.as(actor): ${facadeMicroseconds().toFixed(1)} µs`)
if (options.json !== undefined) writeJson(options.json, options.rounds, lines)
