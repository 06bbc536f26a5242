import { createCrm, type StorageAdapter } from '@guanxi/core'
import { Random, testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'
import type { Command } from './model/command.ts'
import { byEngine } from './model/engine.ts'
import { byModel } from './model/model.ts'
import { sequence } from './model/sequence.ts'

const full = process.env.GUANXI_TEST_FULL === '1'
const longest = full ? 60 : 30
const seeds = full ? { sqlite: 5000, postgres: 5000 } : { sqlite: 40, postgres: 15 }

const viewer = { grants: { company: { scope: 'all', can: ['read'] }, deal: { scope: 'all', can: ['read'] } } } as const

onBoth((make, kind) => {
  test('R11: whatever is called in whatever order, the model says what is answered', {
    timeout: 7_200_000,
  }, async () => {
    const told = asking(await make())
    let commands = 0
    for (let seed = 1; seed <= seeds[kind]; seed++) {
      const random = new Random(seed)
      const calls = sequence(random, random.int(1, longest))
      commands += calls.length
      if ((await told(calls)) === undefined) continue
      const least = await shrunk(calls, async (fewer) => (await told(fewer)) !== undefined)
      const { at, model, engine } = (await told(least)) ?? { at: 0, model: 'the same', engine: 'the same' }
      expect(engine, `seed ${seed}, call ${at} of\n${least.map((one) => JSON.stringify(one)).join('\n')}\n`).toEqual(
        model,
      )
    }
    if (full) console.log(`${seeds[kind]} sequences, ${commands} calls`)
  })
})

/** Where the model and the engine first differ on some calls. */
function asking(storage: StorageAdapter) {
  const clock = testClock('2026-03-16T01:00:00Z')
  const crm = createCrm({ storage, tenancy: 'multi', clock, roles: { viewer } })
  let tenants = 0
  return async (calls: readonly Command[]) => {
    const model = byModel(calls)
    const engine = await byEngine(crm, `t${tenants++}`, calls)
    const at = calls.findIndex((_, n) => !sameAs(engine[n], model[n]))
    return at === -1 ? undefined : { at, model: model[at], engine: engine[at] }
  }
}

const sameAs = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b)

/** As text, whatever the order of the keys. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )

/** Leaves out calls, many at first, as long as it still fails. */
async function shrunk(calls: readonly Command[], fails: (fewer: readonly Command[]) => Promise<boolean>) {
  let best = calls
  for (let size = Math.ceil(best.length / 2); size > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.length; ) {
      const fewer = best.toSpliced(from, size)
      if (fewer.length > 0 && (await fails(fewer))) best = fewer
      else from += size
    }
  }
  return best
}
