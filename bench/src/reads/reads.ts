import { board } from './board.ts'
import type { RunOptions } from './command.ts'
import { beds } from './database.ts'
import type { Line } from './line.ts'
import { measure } from './measure.ts'
import type { Ground, Reading } from './reading.ts'
import { revenue } from './revenue.ts'
import { search } from './search.ts'
import { segment } from './segment.ts'
import { timeline } from './timeline.ts'

/** The works that read, by hand and by guanxi on one and the same database. */
export const readings: readonly Reading[] = [search, board, timeline, segment, revenue]

/** Measures them. */
export async function reads(options: RunOptions): Promise<readonly Line[]> {
  const { only, storages, rounds, scale, covering = false } = options
  const wanted = readings.filter(({ work }) => only?.includes(work) ?? true)
  const lines: Line[] = []
  for (const storage of storages)
    for (const ground of new Set(wanted.map((reading) => reading.ground))) {
      const there = wanted.filter((reading) => reading.ground === ground)
      lines.push(...(await onGround(ground, there, storage, { rounds, scale, covering })))
    }
  return lines
}

async function onGround(
  ground: Ground,
  wanted: readonly Reading[],
  storage: Line['storage'],
  { rounds, scale, covering }: Required<Pick<RunOptions, 'rounds' | 'scale' | 'covering'>>,
): Promise<readonly Line[]> {
  const rows = Math.round(ground.rows * scale)
  const bed = await beds[storage]()
  try {
    const crm = await ground.crm(bed.storage)
    await crm.migrate()
    await ground.fill(bed, rows)
    if (covering) for (const index of ground.covering ?? []) await bed.run(index)
    await bed.analyze()
    const hand = await bed.hand()
    const lines: Line[] = []
    try {
      for (const { work, questions } of wanted)
        for (const question of questions({ storage, crm, hand, rows }))
          for (const measured of await measure(question, rounds)) lines.push({ work, storage, ...measured })
    } finally {
      await hand.close()
    }
    return lines
  } finally {
    await bed.close()
  }
}
