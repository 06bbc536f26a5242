import { invalid } from '../error/index.ts'
import type { InstalledSchedule } from '../plugin/index.ts'

/** Times of a schedule. */
export interface Times {
  /** The first one after an instant, in epoch milliseconds. */
  after(ms: number): number | undefined
}

/** @throws CrmError `INVALID`: no cron pattern */
export async function timesOf({ cron, zone, name }: InstalledSchedule, usual: string): Promise<Times> {
  // Only those who have schedules load it.
  const { Cron } = await import('croner')
  try {
    const times = new Cron(cron, { timezone: zone ?? usual })
    return { after: (ms) => times.nextRun(new Date(ms))?.getTime() }
  } catch (cause) {
    throw invalid(`schedules ${name}`, cause instanceof Error ? cause.message : 'expected a cron pattern')
  }
}
