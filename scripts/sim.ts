// Runs simulated worlds, each twice, and says what must not have been: `npm run sim -- --seeds 200 --steps 300`.
import { parseArgs } from 'node:util'
import { createCrm, definePipeline } from '@guanxi/core'
import { coreFixtures, type SimInstance, simulate } from '@guanxi/testkit'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    steps: { type: 'string', default: '300' },
    /** The first of the seeds. */
    from: { type: 'string', default: '1' },
    /** This world alone, once, and each line of it. */
    seed: { type: 'string' },
  },
})
const steps = Number(values.steps)
const [from, seeds] = [Number(values.seed ?? values.from), values.seed === undefined ? Number(values.seeds) : 1]

// Tenants may have pipelines of their own: those operations are called, too.
const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: { qualified: {}, proposal: {}, negotiation: {}, won: { type: 'won' }, lost: { type: 'lost' } },
})
const crm = (instance: SimInstance) => createCrm({ ...instance, pipelines: { deal } })

let [done, violated, same] = [0, 0, 0]
const counts = new Map<string, number>()
for (let seed = from; seed < from + seeds; seed++) {
  const options = { seed, steps, crm, fixtures: coreFixtures }
  const alone = values.seed !== undefined
  const first = await simulate(alone ? { ...options, onLine: (line) => console.log(line) } : options)
  const again = await simulate(options)
  for (const { step, problem } of first.violations) console.log(`seed ${seed}, step ${step}: ${problem}`)
  if (first.hash === again.hash) same++
  else console.log(`seed ${seed}: two runs are not alike`)
  done += steps
  violated += first.violations.length
  for (const [what, times] of first.counts) counts.set(what, (counts.get(what) ?? 0) + times)
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kseed ${seed}, ${violated} violations `)
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
console.log(
  [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, times]) => `${what} ${times}`)
    .join(', '),
)
console.log(`${seeds} worlds, ${done} steps, ${violated} violations, ${same} of ${seeds} told the same twice`)
if (violated > 0 || same < seeds || seeds === 0) process.exitCode = 1
