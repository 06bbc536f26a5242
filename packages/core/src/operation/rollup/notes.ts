import { everywhere } from '../../job/index.ts'
import { among, type Condition, type Literal, selectOf } from '../../query/index.ts'
import type { Noted, RollupIR, Rollups } from '../../rollup/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import type { Engine } from '../engine.ts'

/** What brings cells up to date. */
export type Folding = Pick<Engine, 'storage' | 'rollups' | 'logger' | 'tenant'>

/** Whoever brings notes into cells is the only one of a tenant. */
export const lockOf = (tenant: string): string => `${tenant}/rollups`

/** So many notes are read at a time. */
export const most = 100

interface Page {
  readonly where: Condition
  readonly limit?: number
  readonly after?: string | undefined
}

/** What was noted of a tenant's records and is not in the cells yet: a page of it. */
export async function notesOf(
  session: Session,
  { changes }: Rollups,
  tenant: string,
  { where, limit = most, after }: Page,
): Promise<readonly Noted[]> {
  const behind = after === undefined ? [] : [is(changes, 'id', 'gt', after)]
  const orderBy = [{ path: { hops: [], field: fieldOf(changes, 'id') }, direction: 'asc' }] as const
  const all: Condition = { node: 'and', all: [is(changes, 'of', 'eq', tenant), where, ...behind] }
  const found = await session.select(selectOf(changes, everywhere, { where: all, orderBy, limit }))
  return found.map(({ row }) => row as Row & Noted)
}

/** All that was noted for a rollup. */
export async function notesFor(
  session: Session,
  rollups: Rollups,
  tenant: string,
  rollup: RollupIR,
): Promise<readonly Noted[]> {
  const all: Noted[] = []
  for (;;) {
    const page = await notesOf(session, rollups, tenant, { where: forIt(rollups, rollup), after: all.at(-1)?.id })
    all.push(...page)
    if (page.length < most) return all
  }
}

/** Whether anything was noted for a rollup that is not in its cells. */
export async function isBehind(session: Session, rollups: Rollups, tenant: string, rollup: RollupIR): Promise<boolean> {
  return (await notesOf(session, rollups, tenant, { where: forIt(rollups, rollup), limit: 1 })).length > 0
}

/** The first tenant behind another of whose records something is noted. */
export async function nextBehind({ storage, rollups, tenant: only }: Folding, after = ''): Promise<string | undefined> {
  const { changes, all } = rollups
  const shares = among(fieldOf(changes, 'share'), ['', ...all.map(({ name }) => name)])
  const whose = only === undefined ? is(changes, 'of', 'gt', after) : is(changes, 'of', 'eq', only)
  if (only !== undefined && after !== '') return undefined
  const [row] = await storage.session.aggregate({
    ...{ entity: changes, tenant: everywhere, access: null, bin: 'without' },
    where: { node: 'and', all: [whose, shares] },
    groupBy: [],
    measures: [{ name: 'of', fn: 'min', path: { hops: [], field: fieldOf(changes, 'of') } }],
    ...{ having: null, orderBy: [], limit: 1 },
  })
  return (row?.of ?? undefined) as string | undefined
}

function forIt({ changes }: Rollups, { name, entity }: RollupIR): Condition {
  return {
    node: 'and',
    all: [is(changes, 'entity', 'eq', entity.name), among(fieldOf(changes, 'share'), ['', name])],
  }
}

function is(entity: Rollups['changes'], name: string, op: 'eq' | 'gt', value: Literal): Condition {
  return { node: 'compare', field: fieldOf(entity, name), op, value }
}
