// The start: importing the built core and sqlite and opening a database, beside importing zod and better-sqlite3 and opening
// one, pair by pair, each in a process of its own. `pnpm run build && node bench/src/start.ts [pairs]`
import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'

const pairs = Number(process.argv[2] ?? 21)

const alone = `
const begun = performance.now()
await import('zod')
const { default: Database } = await import('better-sqlite3')
new Database(':memory:').exec('select 1')
console.log(JSON.stringify([performance.now() - begun, 0]))`

const guanxi = `
const begun = performance.now()
const { createCrm } = await import('@guanxi/core')
const { sqlite } = await import('@guanxi/sqlite')
const storage = sqlite(':memory:')
const imported = performance.now()
createCrm({ storage })
const created = performance.now()
await (await storage.begin()).rollback()
console.log(JSON.stringify([performance.now() - begun - (created - imported), created - imported]))`

function run(program: string): readonly [start: number, createCrm: number] {
  const cwd = dirname(import.meta.dirname)
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd, encoding: 'utf8' }),
  )
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const spread = (values: readonly number[], of: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * of)]

const rows = Array.from({ length: pairs }, () => [run(alone), run(guanxi)] as const)
const ratios = rows.map(([[before], [after]]) => after / before)
const ms = (values: readonly number[]) => `${median(values).toFixed(1)} ms`
console.log(`zod and better-sqlite3: ${ms(rows.map(([[start]]) => start))}`)
console.log(
  `core and sqlite: ${ms(rows.map(([, [start]]) => start))}; the first createCrm: ${ms(rows.map(([, [, create]]) => create))}`,
)
console.log(
  `ratio ${median(ratios).toFixed(2)} (a tenth under ${spread(ratios, 0.1)?.toFixed(2)}, a tenth over ${spread(ratios, 0.9)?.toFixed(2)}; ${pairs} pairs)`,
)
