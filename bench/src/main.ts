import { compared } from './compare.ts'
import { facadeMicroseconds } from './facade.ts'
import { type Options, readOptions } from './options.ts'
import { inOrder, type Line, table, writeJson } from './report.ts'

/** What measures some of the works, if they are wanted. */
type Suite = (options: Options) => Promise<readonly Line[]>
const suites: readonly Suite[] = [compared]

const options = readOptions(process.argv.slice(2))
const measured: Line[] = []
for (const suite of suites) measured.push(...(await suite(options)))
const lines = inOrder(measured)
console.log(table(lines))
console.log(`\ncrm.as(actor): ${facadeMicroseconds().toFixed(1)} µs`)
if (options.json !== undefined) writeJson(options.json, options.rounds, lines)
