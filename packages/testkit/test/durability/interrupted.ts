import { createHash } from 'node:crypto'
import { createCrm, type StorageAdapter } from '@guanxi/core'
import { type Dump, dumpOf } from '@guanxi/testkit'
import type { Around } from './around.ts'

/** A database and what migrates it. */
export interface Migrating {
  /** Opened anew for each attempt, as by a process that starts again. */
  open(each: Around): StorageAdapter
  /** Migrates on it, and closes it. */
  migrate(storage: StorageAdapter): Promise<void>
}

/** Looks at everything in a database, as another process does. */
function watching({ open }: Migrating) {
  const storage = open((_, run) => run())
  const crm = createCrm({ storage })
  return { state: async () => brief(await dumpOf(storage)), close: () => crm.close() }
}

export const everything = process.env.GUANXI_TEST_FULL === '1'

/** How many cuts go by between two looks at the database. What a cut left behind is there at the next look as well. */
const pace = everything ? 1 : 16

/** What the database holds at the start, and after each transaction of a run that nothing interrupts. */
export async function straight(migrating: Migrating): Promise<readonly Dump[]> {
  const watch = watching(migrating)
  const states = [await watch.state()]
  const storage = migrating.open(async ({ kind }, run) => {
    const result = await run()
    if (kind === 'commit') states.push(await watch.state())
    return result
  })
  await migrating.migrate(storage)
  await watch.close()
  return states
}

/**
 * Migrates a database that is cut off after each statement of each transaction in turn (so before the next one), and starts
 * again after each. What is there then is told with what a straight run had after as many commits: where the two are equal,
 * the next start does what the straight run did from there. A `stride` of n takes every n-th cut, unless all are wanted.
 */
export async function interrupted(
  migrating: Migrating,
  states: readonly Dump[],
  check: (state: Dump, expected: Dump | undefined) => void,
  stride = 1,
): Promise<number> {
  const watch = watching(migrating)
  let [committed, cuts] = [0, 0]
  const step = everything ? 1 : stride
  for (let at = 0; committed < states.length - 1; at += step) {
    const already = committed
    const cut = await cutOff(migrating, at, () => committed++)
    if (!cut && committed < states.length - 1) throw new Error('it ended, and has not done all')
    cuts++
    if (committed > already) at = -step
    if (cuts % pace === 0 || committed > already) check(await watch.state(), states[committed])
  }
  await migrating.migrate(migrating.open((_, run) => run()))
  check(await watch.state(), states.at(-1))
  await watch.close()
  return cuts
}

/**
 * Whether it was cut off: after so many moments, or never if it ends before. Of what a transaction says
 * over and over, the first, the second, the fourth, the eighth time and so on count: the rest is what each row has for itself.
 */
async function cutOff({ open, migrate }: Migrating, after: number, onCommit: () => void): Promise<boolean> {
  let [count, dead] = [0, after === 0]
  const said = new Map<string, number>()
  const cut = new Error('cut off')
  const storage = open(async ({ kind, sql }, run) => {
    // What a server does for a client that is gone.
    if (kind === 'rollback') return run()
    if (dead) throw cut
    const result = await run()
    if (kind === 'commit') onCommit()
    if (kind === 'begin') said.clear()
    const times = (said.get(kind + sql) ?? 0) + 1
    said.set(kind + sql, times)
    if ((times & (times - 1)) === 0) dead = ++count === after
    if (dead) throw cut
    return result
  })
  try {
    await migrate(storage)
  } catch (error) {
    if (!dead) throw error
  }
  return dead
}

/** Of a table with many rows, a digest of them: dozens of states of it are kept and compared. */
function brief({ objects, rows }: Dump): Dump {
  const told = (lines: readonly string[]) => {
    if (lines.length <= 1000) return lines
    const digest = createHash('sha256')
    for (const line of lines) digest.update(line).update('\n')
    return [`${lines.length} rows: ${digest.digest('hex')}`]
  }
  return { objects, rows: Object.fromEntries(Object.entries(rows).map(([table, lines]) => [table, told(lines)])) }
}
