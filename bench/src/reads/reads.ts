import type { Options } from '../options.ts'
import { progress, spelledCount } from '../progress.ts'
import type { Line } from '../report.ts'
import type { StorageName } from '../subject.ts'
import { board } from './board.ts'
import { type Bed, beds } from './database.ts'
import { measure } from './measure.ts'
import type { Ground, Reading } from './reading.ts'
import { revenue } from './revenue.ts'
import { search } from './search.ts'
import { segment } from './segment.ts'
import { timeline } from './timeline.ts'

const readings: readonly Reading[] = [search, board, timeline, segment, revenue]

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
  const bed = await beds[storage]()
  try {
    const crm = await ground.crm(bed.storage)
    await crm.migrate()
    progress(`${wanted.map(({ work }) => work).join(', ')} ${storage}: filling, ${spelledCount(rows)} rows`)
    await ground.fill(telling(bed), rows)
    if (covering) for (const index of ground.covering ?? []) await bed.run(index)
    await bed.analyze()
    const hand = await bed.hand()
    const lines: Line[] = []
    try {
      for (const { work, title, questions } of wanted)
        for (const question of questions({ storage, crm, hand, rows })) {
          const { part } = question
          progress(`${work} ${storage}: ${title}, ${part}`)
          for (const measured of await measure(question, rounds))
            lines.push({ work, title, part, storage, ...measured })
        }
    } finally {
      await hand.close()
    }
    return lines
  } finally {
    await bed.close()
  }
}

/** Says what it is filled with. */
function telling(bed: Bed): Bed {
  return {
    ...bed,
    fill(rows) {
      progress(`  ${spelledCount(rows.count)} ${rows.table.replaceAll('_', ' ')}`)
      return bed.fill(rows)
    },
  }
}
