import { analytics } from '@guanxi/analytics'
import { createCrm } from '@guanxi/core'
import { figuresOf, mean } from './figures.ts'
import type { Options } from './options.ts'
import { progress } from './progress.ts'
import { sharedDatabases } from './reads/database.ts'
import type { Line } from './report.ts'
import type { StorageName } from './subject.ts'

/** So many orders are made at once, and so many times in a round. */
const [batch, perRound] = [1000, 5]

/**
 * What the rollups of analytics cost who writes orders, and a worker who brings them into the cells: the same writes with rollups
 * and without, in turns, on databases of their own.
 */
export async function upkeep(options: Options): Promise<readonly Line[]> {
  if (!options.works.includes('upkeep')) return []
  const lines: Line[] = []
  for (const storage of options.storages) {
    for (const part of ['a thousand at once', 'one by one', 'a thousand, and into the cells'] as const)
      lines.push(...(await onStorage(storage, part, options)))
  }
  return lines
}

async function onStorage(storage: StorageName, part: string, { rounds, scale }: Options): Promise<readonly Line[]> {
  const plain = await deskOf(storage, false, scale)
  const kept = await deskOf(storage, true, scale)
  try {
    progress(`upkeep ${storage}: ${part}`)
    const taken = { raw: [] as number[][], guanxi: [] as number[][] }
    const desks = [
      ['raw', plain],
      ['guanxi', kept],
    ] as const
    for (let round = 0; round <= rounds; round++) {
      for (const name of ['raw', 'guanxi'] as const) taken[name].push([])
      for (let i = 0; i < perRound; i++)
        for (const [name, desk] of (i + round) % 2 === 0 ? desks : desks.toReversed()) {
          const start = performance.now()
          if (part === 'one by one') await desk.single(round * perRound + i, 50)
          else await desk.many(round * perRound + i)
          if (part === 'a thousand, and into the cells') await desk.work()
          taken[name].at(-1)?.push((performance.now() - start) / (part === 'one by one' ? 50 : 1))
          await desk.work()
        }
    }
    return (['raw', 'guanxi'] as const).map((name) => {
      const own = taken[name].slice(1)
      const ratios = own.map((times, i) => mean(times) / mean(taken.raw[i + 1] ?? []))
      return {
        work: 'upkeep',
        title: `orders, ${name === 'raw' ? 'without' : 'with'} the rollups`,
        part,
        storage,
        ...figuresOf(name, own.flat(), ratios),
      }
    })
  } finally {
    await plain.close()
    await kept.close()
  }
}

/** An instance with customers, and some orders of theirs. */
async function deskOf(storage: StorageName, rollups: boolean, scale: number) {
  const shared = await sharedDatabases[storage]()
  const plugin = analytics()
  const bare = { ...plugin, '~definition': { ...plugin['~definition'], rollups: [] } }
  const crm = createCrm({ storage: shared.storage, plugins: [rollups ? plugin : bare], zone: 'Asia/Shanghai' })
  await crm.migrate()
  const kept = (await crm.rebuildRollups()).length
  if (kept > 0 !== rollups) throw new Error(`${kept} rollups are kept`)
  const me = crm.as({ user: 'u_1', roles: ['admin'] })
  const customers = Math.max(10, Math.round(2000 * scale))
  const ids: string[] = []
  for (let from = 0; from < customers; from += 500) {
    const names = Array.from({ length: Math.min(500, customers - from) }, (_, i) => ({ name: `Company ${from + i}` }))
    ids.push(...(await me.companies.createMany(names)).ids)
  }
  /** Of one day, as orders come in. */
  const order = (turn: number, i: number) => ({
    companyId: ids[(i * 7919 + turn * 31) % ids.length] ?? '',
    ownerId: `u_${i % 50}`,
    region: ['east', 'north', 'south', 'west'][i % 4] ?? '',
    placedAt: new Date(Date.UTC(2025, 0, 1 + turn, 2, i % 60)).toISOString(),
    currency: 'CNY',
    total: 100 + ((i * 104_729) % 100_000),
  })
  const many = (turn: number) => me.orders.createMany(Array.from({ length: batch }, (_, i) => order(turn, i)))
  for (let turn = 0; turn < Math.max(1, Math.round(20 * scale)); turn++) await many(200 + turn)
  await shared.analyze()
  return {
    many,
    work: () => crm.tick(),
    async single(turn: number, n: number) {
      for (let i = 0; i < n; i++) await me.orders.create(order(turn, turn * n + i))
    },
    async close() {
      await crm.close()
      await shared.close()
    },
  }
}
