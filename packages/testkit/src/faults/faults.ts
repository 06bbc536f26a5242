import type { Plugin, PluginTypes } from '@guanxi/core'
import { testClock } from '../clock.ts'
import { testIds } from '../ids.ts'
import { isPossible } from '../reflection/index.ts'
import { Random } from '../sample/random.ts'
import type { Fault, Moment } from './fault.ts'
import { brokenIn } from './invariants/index.ts'
import { descriptionOf, Lab } from './lab.ts'
import type { LabOptions } from './lab-options.ts'
import { start } from './process.ts'

/** What {@link faults} takes. */
export interface FaultsOptions<T extends PluginTypes> extends Omit<LabOptions<T>, 'invariants'> {
  /** The plugins of the instance: their entities are judged, too. */
  readonly plugins?: readonly Plugin[]
  /** The operations to try; all that have a fixture and write, unless told. */
  readonly only?: (operation: string) => boolean
  /** The kinds of faults; every one, unless told. */
  readonly kinds?: readonly string[]
  /** So many points of each operation, spread evenly; all of them, unless told. */
  readonly points?: number
  /** Where the spread begins. */
  readonly seed?: number
  readonly onProgress?: (points: number, operation: string) => void
}

/** A point at which something was not as it must be. */
export interface FaultViolation {
  readonly operation: string
  readonly fault: Fault | undefined
  readonly moment: Moment | undefined
  readonly problems: readonly string[]
}

/** What {@link faults} found. */
export interface FaultsReport {
  readonly operations: number
  /** What went wrong on purpose, in all. */
  readonly points: number
  /** How often each kind came. */
  readonly kinds: ReadonlyMap<string, number>
  readonly violations: readonly FaultViolation[]
}

/**
 * Lets each write go wrong before and after each statement, in each way that the database knows: the process dies or
 * hangs, the disk is full, the connection is lost. Then the caller must know what he is told, nothing may be half
 * written, and the same call with the same idempotency key must lead to where it leads without a fault.
 *
 * @example
 * const report = await faults({
 *   database: faultsOnSqlite(await migratedBytes()),
 *   crm: (instance) => createCrm({ ...instance, tenancy: 'multi' }),
 *   fixtures: coreFixtures,
 *   only: (operation) => operation === 'deals.move',
 * })
 * console.log(`${report.points} points, ${report.violations.length} violations`)
 */
export async function faults<T extends PluginTypes>(options: FaultsOptions<T>): Promise<FaultsReport> {
  const { plugins = [], points: most, seed = 1, onProgress = () => {} } = options
  const lab: LabOptions<T> = { ...options, invariants: (tables) => brokenIn(tables, plugins) }
  const random = new Random(seed)
  const violations: FaultViolation[] = []
  const kinds = new Map<string, number>()
  let points = 0
  const operations = await writesOf(lab, options)
  for (const operation of operations) {
    const tried = await Lab.of(lab, operation).catch((error: unknown) => {
      violations.push({ operation, fault: undefined, moment: undefined, problems: [String(error)] })
    })
    if (tried === undefined) continue
    const all = tried.faults().filter(({ kind }) => options.kinds?.includes(kind) ?? true)
    for (const fault of most === undefined ? all : spread(all, most, random)) {
      const problems = await tried.try(fault)
      points++
      kinds.set(fault.kind, (kinds.get(fault.kind) ?? 0) + 1)
      if (problems.length > 0) violations.push({ operation, fault, moment: tried.momentOf(fault), problems })
      onProgress(points, operation)
    }
  }
  return { operations: operations.length, points, kinds, violations }
}

/** One of each stretch of a list. */
function spread<V>(list: readonly V[], most: number, random: Random): readonly V[] {
  if (list.length <= most) return list
  const size = list.length / most
  return Array.from({ length: most }, (_, i) => list[Math.floor((i + random.next()) * size)] as V)
}

/** The names of the operations that write, of those asked for. */
async function writesOf<T extends PluginTypes>(
  lab: LabOptions<T>,
  { fixtures, only = () => true }: FaultsOptions<T>,
): Promise<readonly string[]> {
  const { value: description } = await lab.database.keep(async (storage) =>
    descriptionOf(lab, lab.crm({ storage, clock: testClock(start), ids: testIds() })),
  )
  return description.operations
    .filter(({ name, kind }) => kind === 'command' && Object.hasOwn(fixtures, name) && only(name))
    .map(({ name }) => name)
    .filter((name) => isPossible(description, name))
}

/**
 * A violation as a person reads it.
 *
 * @example
 * const print = (report: FaultsReport) => {
 *   for (const violation of report.violations) console.error(spellViolation(violation))
 * }
 */
export function spellViolation({ operation, fault, moment, problems }: FaultViolation): string {
  const where =
    fault === undefined
      ? ''
      : `, ${fault.kind} ${fault.side} event ${fault.at}${fault.thenCrash === true ? ', then a crash' : ''}`
  const what = moment === undefined ? '' : ` (${moment.event}: ${moment.sql.slice(0, 120)})`
  return [`${operation}${where}${what}`, ...problems.map((problem) => `  ${problem}`)].join('\n')
}
