import type { Row } from '@guanxi/core'
import { type EntityIR, entityOf, matches, type OneIR, type Schema } from '@guanxi/core/storage'
import { type Json, View } from '../oracle/index.ts'
import { isAlive } from '../rows.ts'
import type { SampleRows } from '../sample/rows.ts'
import type { PlainAction, PlainGrant, PlainRole, PlainScope, PlainThrough } from './roles.ts'

/** Who asks, and when. */
export interface Onlooker {
  readonly schema: Schema
  readonly now: number
  readonly user: string
  readonly roles: readonly PlainRole[]
}

/** What somebody sees of a tenant, from first principles: row by row and field by field, over the plain data. */
export class Sight {
  readonly onlooker: Onlooker
  /** The rows that he may read, with null where he may not read a field. */
  readonly view: View
  readonly #all: View
  readonly #shown: SampleRows

  constructor(rows: SampleRows, onlooker: Onlooker) {
    const { schema, now, user } = onlooker
    const setting = { schema, now, zone: 'UTC', actor: { user }, access: null }
    this.onlooker = onlooker
    this.#all = new View(rows, setting)
    this.#shown = Object.fromEntries(
      [...schema.entities.values()].map((entity) => [entity.name, this.#showAll(entity, rows[entity.name] ?? [])]),
    )
    this.view = new View(this.#shown, setting)
  }

  /** Whether any of his grants lets him do it to any record at all. */
  mayEver(action: PlainAction, entity: EntityIR, from: readonly string[] = []): boolean {
    const reached = (scope: PlainScope, of: EntityIR) =>
      isThrough(scope)
        ? this.#onward(scope, of, from).some(({ to }) =>
            this.mayEver('read', entityOf(this.onlooker.schema, to), [...from, of.name]),
          )
        : reaches(scope, action, of)
    if (entity.ownedBy !== undefined) {
      const [owner, lines] = this.#owner(entity)
      const grants = this.#grants(action, owner)
      return withTwins(owner, lines).every((name) =>
        grants.some((grant) => reached(grant.scope, owner) && includes(grant, name)),
      )
    }
    return this.#grants(action, entity).some((grant) => reached(grant.scope, entity))
  }

  /** Whether he may do it to a record; `from` are the entities whose records go with this one. */
  may(action: PlainAction, entity: EntityIR, row: Row, from: readonly string[] = []): boolean {
    if (entity.ownedBy === undefined)
      return this.#grants(action, entity).some((g) => this.#covers(g.scope, action, entity, row, from))
    const [owner, lines] = this.#owner(entity)
    const [parent] = this.#all.related(entity.ownedBy, row)
    return (
      parent !== undefined &&
      withTwins(owner, lines).every((name) =>
        this.#grants(action, owner).some((g) => includes(g, name) && this.#covers(g.scope, action, owner, parent)),
      )
    )
  }

  /** Whether he may do it to the record of an id, as it is stored. */
  mayNow(action: PlainAction, entity: EntityIR, id: unknown): boolean {
    const row = this.#all.all(entity).find((one) => one.id === id)
    return row !== undefined && this.may(action, entity, row)
  }

  /** Whether he may read a field, or an owned list, of the record of an id; with whom it is shared he sees in any case. */
  shows(entity: EntityIR, id: unknown, field: string): boolean {
    const row = this.#all.all(entity).find((one) => one.id === id)
    if (row === undefined) return false
    const covering = this.#grants('read', entity).filter((grant) => this.#covers(grant.scope, 'read', entity, row))
    const isList = entity.owns.some(({ name }) => name === field)
    if (!isList && !entity.fields.has(field)) return covering.length > 0
    const names = isList ? withTwins(entity, field) : told(entity, field)
    return names.every((name) => covering.some((grant) => includes(grant, name)))
  }

  /** The rows of one of the engine's own tables. */
  stored(entity: EntityIR): readonly Row[] {
    return this.#all.all(entity)
  }

  /** All that he could ever learn by reading, as one text. */
  spell(): string {
    const entities = [...this.onlooker.schema.entities.values()]
    const deletable = entities.flatMap((entity) =>
      this.#all
        .all(entity)
        .filter((row) => this.may('read', entity, row) && this.may('delete', entity, row))
        .map(({ id }) => id),
    )
    const shown = entities.map(({ name }) => this.#shown[name]?.filter(isAlive))
    const told = entities.filter(({ one }) => one.has('owner')).flatMap(({ name }) => this.#shown[name] ?? [])
    const about = told.map(({ id }) => [this.about('recordMember', id), this.about('ownershipChange', id)])
    return JSON.stringify([shown, deletable, about])
  }

  #showAll(entity: EntityIR, rows: readonly Row[]): readonly Row[] {
    return rows.filter((row) => this.may('read', entity, row)).map((row) => this.#show(entity, row))
  }

  #show(entity: EntityIR, row: Row): Row {
    if (entity.ownedBy !== undefined) return row
    const covering = this.#grants('read', entity).filter((grant) => this.#covers(grant.scope, 'read', entity, row))
    const hidden = [...entity.fields.values()].filter(
      ({ system, name }) =>
        !system && !told(entity, name).every((one) => covering.some((grant) => includes(grant, one))),
    )
    return { ...row, ...Object.fromEntries(hidden.map(({ name }) => [name, null])) }
  }

  #grants(action: PlainAction, { name }: EntityIR): readonly PlainGrant[] {
    const all = this.onlooker.roles.flatMap(({ grants }) => grants[name] ?? grants['*'] ?? [])
    return all.filter(({ can }) => can === undefined || can.includes(action))
  }

  #owner(entity: EntityIR): readonly [EntityIR, string] {
    const owner = entityOf(this.onlooker.schema, entity.ownedBy?.to ?? '')
    return [owner, owner.owns.find(({ to }) => to === entity.name)?.name ?? '']
  }

  /** With whom a record is shared, and how it changed hands: rows of the two logs, oldest first. */
  about(log: 'recordMember' | 'ownershipChange', id: unknown): readonly Row[] {
    return this.#all.all(entityOf(this.onlooker.schema, log)).filter(({ recordId }) => recordId === id)
  }

  #isShared(action: PlainAction, entity: EntityIR, row: Row): boolean {
    if (!entity.one.has('owner') || !sharable.includes(action)) return false
    return this.about('recordMember', row.id).some(
      ({ userId, level }) => userId === this.onlooker.user && (action === 'read' || level === 'write'),
    )
  }

  /** The relations of a scope that do not lead back. */
  #onward({ through }: PlainThrough, entity: EntityIR, from: readonly string[]): readonly OneIR[] {
    return through.flatMap((name) => entity.one.get(name) ?? []).filter(({ to }) => !from.includes(to))
  }

  #covers(scope: PlainScope, action: PlainAction, entity: EntityIR, row: Row, from: readonly string[] = []): boolean {
    const { user, schema } = this.onlooker
    if (scope === 'all' || scope === 'none') return scope === 'all'
    if (scope === 'shared') return this.#isShared(action, entity, row)
    if (isThrough(scope))
      return this.#onward(scope, entity, from).some((relation) => {
        const [other] = this.#all.related(relation, row)
        return other !== undefined && this.may('read', entityOf(schema, relation.to), other, [...from, entity.name])
      })
    if (typeof scope === 'object') return matches(scope as Json, entity, row, this.#all.world)
    if (!entity.one.has('owner')) return false
    if (row.ownerId === user) return true
    const members = this.#all.all(entityOf(schema, 'member'))
    const owner = members.find(({ userId }) => userId === row.ownerId)
    if (scope === 'own' || owner === undefined) return false
    if (scope === 'team') {
      const team = this.#all.all(entityOf(schema, 'team')).find(({ id }) => id === owner.teamId)
      return team !== undefined && members.some(({ userId, teamId }) => userId === user && teamId === team.id)
    }
    for (let at: Row | undefined = owner; at !== undefined; at = members.find(({ id }) => id === at?.managerId))
      if (at.userId === user) return true
    return false
  }
}

const isThrough = (scope: PlainScope): scope is PlainThrough => typeof scope === 'object' && 'through' in scope

function reaches(scope: PlainScope, action: PlainAction, entity: EntityIR): boolean {
  if (scope === 'none' || scope === 'all' || typeof scope === 'object') return scope !== 'none'
  return entity.one.has('owner') && (scope !== 'shared' || sharable.includes(action))
}

/** What may be done to what was shared; nothing else. */
const sharable: readonly PlainAction[] = ['read', 'update', 'move']

/** A field, and those that it would tell. */
const told = ({ fields }: EntityIR, name: string): readonly string[] => [name, ...(fields.get(name)?.from ?? [])]

const includes = ({ fields, except }: PlainGrant, name: string): boolean =>
  (fields === undefined || fields.includes(name)) && except?.includes(name) !== true

/** An owned list, and the fields that say the same: who may not read an e-mail address may not read it among the points. */
function withTwins({ arrange }: EntityIR, lines: string): readonly string[] {
  return [lines, ...arrange.filter(({ of }) => of.includes(lines)).flatMap(({ of }) => of)]
}
