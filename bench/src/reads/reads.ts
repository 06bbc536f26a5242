import type { Options } from '../options.ts'
import { progress, spelledCount } from '../progress.ts'
import type { Line } from '../report.ts'
import type { StorageName } from '../subject.ts'
import { board } from './board.ts'
import { columnsHand } from './columns.ts'
import { type SharedDatabase, sharedDatabases } from './database.ts'
import { kpi } from './kpi.ts'
import { measure } from './measure.ts'
import { pop } from './pop.ts'
import type { Ground, Reading } from './reading.ts'
import { report } from './report.ts'
import { revenue } from './revenue.ts'
import { search } from './search.ts'
import { segment } from './segment.ts'
import { threading } from './threading.ts'
import { timeline } from './timeline.ts'

const readings: readonly Reading[] = [search, board, timeline, segment, revenue, threading, pop, kpi, report]

/** The works that read, by hand and by guanxi on one and the same database. */
export async function reads(options: Options): Promise<readonly Line[]> {
  const wanted = readings.filter(({ work }) => options.works.includes(work))
  const lines: Line[] = []
  for (const storage of options.storages)
    for (const ground of new Set(wanted.map((reading) => reading.ground))) {
      const there = wanted.filter((reading) => reading.ground === ground)
      lines.push(...(await onGround(ground, there, storage, options)))
    }
  return lines
}

async function onGround(
  ground: Ground,
  wanted: readonly Reading[],
  storage: StorageName,
  { rounds, scale, covering }: Options,
): Promise<readonly Line[]> {
  const rows = Math.round(ground.rows * scale)
  const shared = await sharedDatabases[storage]()
  try {
    const crm = await ground.crm(shared.storage)
    await crm.migrate()
    progress(`${wanted.map(({ work }) => work).join(', ')} ${storage}: filling, ${spelledCount(rows)} rows`)
    await ground.fill(telling(shared), rows)
    if (covering) for (const index of ground.covering ?? []) await shared.run(index)
    await shared.analyze()
    const hand = await shared.hand()
    const copied = ground.copied?.(shared.spelling)
    if (copied !== undefined) progress(`  the same ${copied.table} into DuckDB`)
    const columns = copied === undefined ? undefined : await columnsHand(hand, copied)
    const lines: Line[] = []
    try {
      for (const { work, title, questions } of wanted)
        for (const question of questions({ storage, crm, hand, columns, rows })) {
          const { part } = question
          progress(`${work} ${storage}: ${title}, ${part}`)
          for (const measured of await measure(question, rounds))
            lines.push({ work, title, part, storage, ...measured })
        }
    } finally {
      await columns?.close()
      await hand.close()
    }
    return lines
  } finally {
    await shared.close()
  }
}

/** Says what it is filled with. */
function telling(shared: SharedDatabase): SharedDatabase {
  return {
    ...shared,
    fill(rows) {
      const count = 'count' in rows ? `${spelledCount(rows.count)} ` : ''
      progress(`  ${count}${rows.table.replaceAll('_', ' ')}`)
      return shared.fill(rows)
    },
  }
}
