import { clients } from './clients/clients.ts'
import { compared } from './compare.ts'
import { routing } from './desk/routing.ts'
import { facadeMicroseconds } from './facade.ts'
import { type Options, readOptions } from './options.ts'
import { reads } from './reads/reads.ts'
import { inOrder, type Line, table, writeJson } from './report.ts'
import { start } from './start.ts'
import { upkeep } from './upkeep.ts'

/** What measures some of the works, if they are wanted. */
type Suite = (options: Options) => Promise<readonly Line[]>

const options = readOptions(process.argv.slice(2))
/** Those of raw and guanxi alone: of no use without guanxi. */
const oursAlone: readonly Suite[] = options.subjects.includes('guanxi') ? [reads, upkeep, routing, clients, start] : []

const measured: Line[] = []
for (const suite of [compared, ...oursAlone]) measured.push(...(await suite(options)))
const lines = inOrder(measured)
if (lines.length > 0) console.log(table(lines))
console.log(`\ncrm.as(actor): ${facadeMicroseconds().toFixed(1)} µs`)
if (options.json !== undefined) writeJson(options.json, options, lines)
