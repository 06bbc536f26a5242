import type { Condition } from '../../query/index.ts'
import { type EntityIR, entityOf, type Row, type Schema } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { among, chunksOf, findAll, selectAll, selectOf } from '../find.ts'

/** Records by entity, then by id. */
export type Known = ReadonlyMap<EntityIR, ReadonlyMap<string, Row>>

/** Where a person is looked for. */
export interface Searching {
  readonly schema: Schema
  readonly tenant: string
  readonly session: Session
  /** Entities that are no records: the engine's own logs. */
  readonly without: ReadonlySet<string>
  readonly lock?: 'update'
}

type Rows = readonly [entity: EntityIR, rows: readonly Row[]]
/** The records that one step leads to. */
type Step = (from: Rows) => Promise<readonly Rows[]>

/**
 * Everything that is about a person, found by the schema alone: his record, those of the same person, what names one of
 * them, and what belongs to that; in the bin or not. A record that names somebody else is followed from the person
 * himself only: the deal of another in the same company is not his.
 */
export async function reachOf(searching: Searching, name: string, id: string): Promise<Known> {
  const { schema, session, tenant, lock } = searching
  const subject = entityOf(schema, name)
  const himself = await findAll(session, subject, tenant, [id], { bin: 'with', ...(lock && { lock }) })
  const known = new Map([[subject, himself]])
  await spread(known, samePerson(searching))
  await spread(known, about(searching, known))
  return known
}

/** Takes a step from all that is known, and again from what is new. */
async function spread(known: Map<EntityIR, Map<string, Row>>, step: Step): Promise<void> {
  let fresh: readonly Rows[] = [...known].map(([entity, rows]) => [entity, [...rows.values()]])
  while (fresh.length > 0) {
    const next: Rows[] = []
    for (const from of fresh) {
      for (const [entity, rows] of await step(from)) {
        const own = known.get(entity) ?? new Map<string, Row>()
        const added = rows.filter((row) => !own.has(row.id as string))
        for (const row of added) own.set(row.id as string, row)
        known.set(entity, own)
        if (added.length > 0) next.push([entity, added])
      }
    }
    fresh = next
  }
}

/** To the records of the same person: from a lead to the contact that it became, and back. */
function samePerson(searching: Searching): Step {
  const { schema } = searching
  return async ([entity, rows]) => {
    const found: Rows[] = []
    const { same } = entity.subject ?? {}
    if (same !== undefined) {
      const target = entityOf(schema, same.to)
      found.push([target, await all(searching, target, rows, same.via.name, (ids) => among(same.on, ids))])
    }
    for (const other of schema.entities.values()) {
      const { same: back } = other.subject ?? {}
      if (back?.to !== entity.name) continue
      found.push([other, await all(searching, other, rows, back.on.name, (ids) => among(back.via, ids))])
    }
    return found
  }
}

/** To what names a record; persons are not followed: they are others. */
function about(searching: Searching, known: Known): Step {
  return async ([entity, rows]) => {
    const found: Rows[] = []
    for (const [child, where] of waysTo(searching, entity)) {
      const naming = await all(searching, child, rows, 'id', where)
      found.push([child, entity.subject === undefined ? naming.filter(ofNobodyElse(child, known, searching)) : naming])
    }
    return found
  }
}

/** How records name one of an entity: by a reference, or by its entity and id. */
function waysTo({ schema, without }: Searching, { name }: EntityIR) {
  const ways: (readonly [EntityIR, (ids: readonly string[]) => Condition])[] = []
  for (const child of schema.entities.values()) {
    if (child.subject !== undefined || without.has(child.name)) continue
    const refs = [...child.fields.values()].filter(({ kind, to }) => kind === 'ref' && to === name)
    const vias = [...child.one.values()].filter((one) => one.to === name && one.on.name === 'id').map(({ via }) => via)
    for (const field of new Set([...refs, ...vias])) ways.push([child, (ids) => among(field, ids)])
    const [entity, record] = [child.fields.get('entity'), child.fields.get('recordId')]
    if (entity === undefined || record === undefined) continue
    const is: Condition = { node: 'compare', field: entity, op: 'eq', value: name }
    ways.push([child, (ids) => ({ node: 'and', all: [is, among(record, ids)] })])
  }
  return ways
}

function ofNobodyElse(entity: EntityIR, known: Known, { schema }: Searching): (row: Row) => boolean {
  // A colleague who wrote or did it is not whom it is about.
  const isColleague = (name: string) => name === 'member' && !known.has(entityOf(schema, name))
  const persons = [...entity.fields.values()].filter(
    ({ kind, to = '' }) => kind === 'ref' && schema.entities.get(to)?.subject !== undefined && !isColleague(to),
  )
  return (row) =>
    persons.every(({ name, to }) => {
      const id = row[name]
      return typeof id !== 'string' || known.get(entityOf(schema, to as string))?.has(id) === true
    })
}

/** All records of an entity that satisfy a condition on values of others, in the bin or not. */
async function all(
  { session, tenant, lock }: Searching,
  entity: EntityIR,
  from: readonly Row[],
  by: string,
  where: (values: readonly string[]) => Condition,
): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const values of chunksOf(from.map((row) => row[by]).filter((value) => typeof value === 'string'))) {
    const parts = { where: where(values), bin: 'with', ...(lock && { lock }) } as const
    found.push(...(await selectAll(session, selectOf(entity, tenant, parts))))
  }
  return found
}
