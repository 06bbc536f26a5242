import { type EntityIR, type Row, without } from '../../schema/index.ts'
import { formatInstant } from '../../time/index.ts'
import { holding, selectAll, selectOf } from '../find.ts'
import { hiddenFields } from '../hidden.ts'
import { checked } from '../problem.ts'
import { one } from '../read/get.ts'
import type { Read } from '../read/read.ts'
import { exportInput } from './contracts.ts'
import { filesOf } from './csv.ts'
import { engineLogs } from './erase.ts'
import { loggedAbout } from './logs.ts'
import { reachOf } from './reach.ts'

/** Everything that is known of a person, in the bin or not, as far as the actor may read it. */
export async function exported(read: Read): Promise<unknown> {
  const { format = 'json' } = checked(exportInput(), read.raw === undefined ? {} : read.raw)
  const { caller, entity, session } = read
  const { schema } = caller.view
  const { tenant } = caller.actor
  const { id } = await one(read, 'with')
  const known = await reachOf({ schema, tenant, session, without: engineLogs(read) }, entity.name, id as string)
  const records: Record<string, readonly Row[]> = {}
  const story: Row[] = []
  for (const [of, rows] of known) {
    const seen = await asSeen(read, of, [...rows.values()])
    if (seen.length === 0) continue
    records[of.plural] = seen.map(({ row, hidden }) => without(row, hidden))
    const hidden = new Map(seen.map((one) => [one.row.id, one.hidden]))
    story.push(...(await storyOf(read, of, hidden)))
  }
  story.sort((a, b) => (String(a.at) < String(b.at) || (a.at === b.at && String(a.id) < String(b.id)) ? -1 : 1))
  const whole = { subject: { entity: entity.name, id }, at: formatInstant(read.now), records, story }
  return format === 'json' ? whole : { ...whole, files: filesOf(records, story) }
}

interface Seen {
  readonly row: Row
  readonly hidden: ReadonlySet<string>
}

/** The records that the actor may read, and the fields that he may not. */
async function asSeen(
  { caller, session, policy }: Read,
  entity: EntityIR,
  rows: readonly Row[],
): Promise<readonly Seen[]> {
  const { tenant } = caller.actor
  const open = async () => session
  const may = policy === null ? undefined : policy.entity(entity.name)
  if (policy !== null && may === undefined) return []
  const readable = may === undefined ? undefined : await holding(entity, tenant, rows, may.rows, open)
  const shown = rows.filter((row) => readable?.has(row.id as string) ?? true)
  const hidden = await hiddenFields({ policy, tenant, session: open }, entity, shown, true)
  return shown.map((row) => ({ row, hidden: hidden.get(row.id as string) ?? new Set() }))
}

/** What was done to records, without the fields that the actor may not read. */
async function storyOf(
  { engine, caller, session }: Read,
  entity: EntityIR,
  hidden: ReadonlyMap<unknown, ReadonlySet<string>>,
): Promise<readonly Row[]> {
  const { audit } = engine.system
  const steps: Row[] = []
  for (const where of loggedAbout(audit, entity.name, [...hidden.keys()] as string[]))
    steps.push(...(await selectAll(session, selectOf(audit, caller.actor.tenant, { where, bin: 'with' }))))
  return steps.map(({ seal: _, ...step }) => {
    const changes = Object.entries((step.changes as Row | null) ?? {})
    return { ...step, changes: Object.fromEntries(changes.filter(([name]) => !hidden.get(step.recordId)?.has(name))) }
  })
}
