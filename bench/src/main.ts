import { compared } from './compare.ts'
import { facadeMicroseconds } from './facade.ts'
import { readOptions } from './options.ts'
import { present } from './peers.ts'
import { type Line, table, writeJson } from './report.ts'

const options = readOptions(process.argv.slice(2))
const subjects = present(options.subjects)
const suites = [() => compared(options, subjects)]
const lines: Line[] = []
for (const suite of suites) lines.push(...(await suite()))
console.log(table(lines))
console.log(`\ncrm.as(actor): ${facadeMicroseconds().toFixed(1)} µs`)
if (options.json !== undefined) writeJson(options.json, options.rounds, lines)
