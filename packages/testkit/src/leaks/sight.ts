import { type EntityIR, entityOf, matches, type Row, type Schema } from '@guanxi/core'
import { type Json, View } from '../oracle/index.ts'
import { isAlive } from '../rows.ts'
import type { SampleRows } from '../sample/rows.ts'
import type { PlainAction, PlainGrant, PlainRole, PlainScope } from './roles.ts'

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
  mayEver(action: PlainAction, entity: EntityIR): boolean {
    if (entity.ownedBy !== undefined) {
      const [owner, lines] = this.#owner(entity)
      return this.#grants(action, owner).some((grant) => reaches(grant.scope, owner) && includes(grant, lines))
    }
    return this.#grants(action, entity).some((grant) => reaches(grant.scope, entity))
  }

  /** Whether he may do it to a record. */
  may(action: PlainAction, entity: EntityIR, row: Row): boolean {
    if (entity.ownedBy === undefined)
      return this.#grants(action, entity).some((g) => this.#covers(g.scope, entity, row))
    const [owner, lines] = this.#owner(entity)
    const [parent] = this.#all.related(entity.ownedBy, row)
    return (
      parent !== undefined &&
      this.#grants(action, owner).some((g) => includes(g, lines) && this.#covers(g.scope, owner, parent))
    )
  }

  /** Whether he may do it to the record of an id, as it is stored. */
  mayNow(action: PlainAction, entity: EntityIR, id: unknown): boolean {
    const row = this.#all.all(entity).find((one) => one.id === id)
    return row !== undefined && this.may(action, entity, row)
  }

  /** Whether he may read a field of the record of an id. */
  shows(entity: EntityIR, id: unknown, field: string): boolean {
    const row = this.#all.all(entity).find((one) => one.id === id)
    return (
      row !== undefined &&
      this.#grants('read', entity).some((g) => includes(g, field) && this.#covers(g.scope, entity, row))
    )
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
    return JSON.stringify([entities.map(({ name }) => this.#shown[name]?.filter(isAlive)), deletable])
  }

  #showAll(entity: EntityIR, rows: readonly Row[]): readonly Row[] {
    return rows.filter((row) => this.may('read', entity, row)).map((row) => this.#show(entity, row))
  }

  #show(entity: EntityIR, row: Row): Row {
    if (entity.ownedBy !== undefined) return row
    const covering = this.#grants('read', entity).filter((grant) => this.#covers(grant.scope, entity, row))
    const hidden = [...entity.fields.values()].filter(
      (f) => !f.system && !covering.some((grant) => includes(grant, f.name)),
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

  #covers(scope: PlainScope, entity: EntityIR, row: Row): boolean {
    const { user, schema } = this.onlooker
    if (scope === 'all' || scope === 'none') return scope === 'all'
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

const reaches = (scope: PlainScope, entity: EntityIR): boolean =>
  scope !== 'none' && (scope === 'all' || typeof scope === 'object' || entity.one.has('owner'))

const includes = ({ fields, except }: PlainGrant, name: string): boolean =>
  (fields === undefined || fields.includes(name)) && except?.includes(name) !== true
