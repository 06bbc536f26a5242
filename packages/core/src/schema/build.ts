import { CrmError } from '../error/index.ts'
import { relateAbout } from './about.ts'
import type { Entity } from './entity.ts'
import type { AnyField, FieldKind, FieldSpec, Fields } from './field.ts'
import { identityOf } from './identity.ts'
import { currenciesOf, reportOf } from './money-fields.ts'
import { singularHint } from './naming.ts'
import type { EntityIR, FieldIR, IndexIR, ManyIR, OneIR, ReportIR, Schema, TimelineIR } from './schema.ts'
import { timelineOf } from './timeline.ts'

/**
 * Fields that an owner adds to somebody's entity; they live in its JSON column.
 *
 * @example
 * const note: Extension = { entity: 'contact', owner: 'workshop', fields: { note: field.string().optional().pii() } }
 */
export interface Extension {
  readonly entity: string
  readonly owner: string
  readonly fields: Fields
  /** Those that a migration has given columns of their own: `companies.tier`, by the plural of the entity. */
  readonly promoted?: ReadonlySet<string>
}

/**
 * What a schema is built from.
 *
 * @example
 * const seat = defineEntity({ name: 'seat', plural: 'seats', staged: true, fields: { row: field.integer() } })
 * const parts: SchemaParts = { entities: [{ owner: 'theatre', entity: seat }], stages: { seat: ['free', 'sold'] } }
 */
export interface SchemaParts {
  readonly entities: readonly { readonly owner: string; readonly entity: Entity }[]
  readonly extensions?: readonly Extension[]
  /** The stages that records of an entity may be in, over all its pipelines. */
  readonly stages?: Readonly<Record<string, readonly string[]>>
}

const namePattern = /^[a-z][a-zA-Z0-9]{0,40}$/
const reserved = new Set([
  'and',
  'or',
  'not',
  'tenant',
  'extra',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
])

/**
 * Builds the schema.
 *
 * @throws CrmError `SCHEMA_INVALID`, `PLUGIN_CONFLICT`: naming the owners, before anything runs.
 *
 * @example
 * const seat = defineEntity({ name: 'seat', plural: 'seats', fields: { row: field.integer() } })
 * const { entities } = buildSchema({ entities: [{ owner: 'theatre', entity: seat }] })
 */
export function buildSchema(parts: SchemaParts): Schema {
  const drafts = new Map<string, Draft>()
  for (const { owner, entity } of parts.entities) {
    const other = drafts.get(entity.name) ?? [...drafts.values()].find((d) => d.entity.plural === entity.plural)
    if (other !== undefined) {
      const same = other.entity.name === entity.name ? `Entity ${entity.name}` : `Plural ${entity.plural}`
      throw conflict(same, other.owner, owner)
    }
    checkName(entity.name, 'an entity')
    checkName(entity.plural, 'entities')
    drafts.set(entity.name, draftOf(owner, entity, parts.stages?.[entity.name]))
  }
  for (const extension of parts.extensions ?? []) extend(drafts, extension)
  for (const draft of drafts.values()) relate(drafts, draft)
  relateAbout([...drafts.values()])
  const entities = new Map<string, EntityIR>()
  for (const draft of drafts.values()) entities.set(draft.entity.name, finish(drafts, draft))
  return Object.freeze({ version: versionOf(entities), entities })
}

interface Draft {
  readonly owner: string
  readonly entity: Entity
  readonly fields: Map<string, FieldIR>
  readonly one: Map<string, OneIR>
  readonly many: Map<string, ManyIR>
  readonly report: ReportIR | undefined
}

function draftOf(owner: string, entity: Entity, stages: readonly string[] | undefined): Draft {
  const fields = new Map<string, FieldIR>()
  const system = (name: string, kind: FieldKind, more: Partial<FieldSpec> = {}) =>
    fields.set(name, {
      kind,
      mode: 'generated',
      nullable: false,
      ...more,
      name,
      owner: 'core',
      place: 'column',
      system: true,
    })
  system('id', 'string')
  if (entity.keeping === 'full') {
    system('createdAt', 'datetime')
    system('updatedAt', 'datetime')
    system('version', 'integer')
    system('deletedAt', 'datetime', { nullable: true })
  }
  if (entity.staged) {
    system('pipeline', 'string')
    system('stage', 'enum', { values: stages ?? [] })
    system('stageSince', 'datetime')
    system('closedAt', 'datetime', { nullable: true })
  }
  for (const [name, field] of Object.entries(entity.fields)) add(fields, entity.name, name, field, owner, 'column')
  return { owner, entity, fields, one: new Map(), many: new Map(), report: reportOf(entity, fields) }
}

function add(
  fields: Map<string, FieldIR>,
  entity: string,
  name: string,
  field: AnyField,
  owner: string,
  place: FieldIR['place'],
) {
  checkName(name, `a field of ${entity}`)
  const other = fields.get(name)
  if (other !== undefined) throw conflict(`Field ${entity}.${name}`, other.owner, owner)
  if (name === 'custom') throw conflict(`Field ${entity}.${name}`, 'core', owner)
  if (place === 'extra' && (field.spec.unique || field.spec.index)) {
    throw unsound(`${entity}.${name} needs a migration of its own to be unique or indexed`)
  }
  fields.set(name, { ...field.spec, name, owner, place, system: false })
}

function extend(drafts: Map<string, Draft>, { entity, owner, fields, promoted }: Extension) {
  const draft = drafts.get(entity)
  if (draft === undefined) throw unsound(`${owner} extends ${entity}, which is not defined`, named(drafts, entity))
  for (const [name, field] of Object.entries(fields)) {
    if (field.mode === 'required')
      throw unsound(`${entity}.${name} of ${owner} must be optional or have a default: records exist already`)
    if (field.spec.now)
      throw unsound(`${entity}.${name} of ${owner} cannot be the moment of the creation: records exist already`)
    const place = promoted?.has(`${draft.entity.plural}.${name}`) === true ? 'column' : 'extra'
    add(draft.fields, entity, name, field, owner, place)
  }
}

function relate(drafts: Map<string, Draft>, draft: Draft) {
  const from = draft.entity.name
  for (const { name, to } of draft.fields.values())
    if (to !== undefined && !drafts.has(to))
      throw unsound(`${from}.${name} refers to ${to}, which is not defined`, named(drafts, to))
  for (const [name, relation] of Object.entries(draft.entity.relations)) {
    const target = drafts.get(relation.to)
    if (target === undefined)
      throw unsound(`${from}.${name} points to ${relation.to}, which is not defined`, named(drafts, relation.to))
    const via = draft.fields.get(relation.via)
    const on = target.fields.get(relation.on ?? 'id')
    if (via === undefined || on === undefined) throw unsound(`${from}.${name} uses a field that is not defined`)
    checkName(name, `a relation of ${from}`)
    checkName(relation.inverse, `the inverse of ${from}.${name}`)
    if (draft.fields.has(name) || draft.many.has(name)) throw conflict(`${from}.${name}`, draft.owner, draft.owner)
    if (target.fields.has(relation.inverse) || target.many.has(relation.inverse) || target.one.has(relation.inverse)) {
      throw conflict(`${relation.to}.${relation.inverse}`, target.owner, draft.owner)
    }
    draft.one.set(name, { type: 'one', name, from, to: relation.to, via, on })
    target.many.set(relation.inverse, { type: 'many', name: relation.inverse, from: relation.to, to: from, via, on })
  }
}

function finish(drafts: Map<string, Draft>, draft: Draft): EntityIR {
  const { entity, fields, one, many, owner } = draft
  const ownedBy = ownerOf(entity, one)
  const owns = [...many.values()].filter((m) => {
    const by = drafts.get(m.to)?.entity.ownedBy
    return by !== undefined && drafts.get(m.to)?.one.get(by)?.via === m.via
  })
  const timeline = timelineOf(entity, fields, one)
  const ir: EntityIR = {
    name: entity.name,
    plural: entity.plural,
    owner,
    fields,
    one,
    many,
    indexes: indexesOf(entity, fields, one, timeline),
    staged: entity.staged,
    keeping: entity.keeping,
    remembered: rememberedOf(entity),
    identity: identityOf(entity, fields, owns),
    subject: subjectOf(entity, one),
    open: entity.open,
    pooled: entity.pooled,
    derive: entity.derive,
    derived: entity.derived,
    arrange: entity.arrange,
    key: entity.key,
    appended: entity.appended,
    fromText: entity.fromText,
    ownedBy,
    owns,
    timeline,
    shows: shownOn(drafts, entity.name),
    currencies: currenciesOf(fields, ownedBy, drafts.get(ownedBy?.to ?? '')?.fields),
    report: draft.report,
  }
  return Object.freeze(ir)
}

/** The relation to the record that owns these. The engine writes it: nobody gives it. */
function ownerOf({ name, ownedBy }: Entity, one: ReadonlyMap<string, OneIR>): OneIR | undefined {
  if (ownedBy === undefined) return undefined
  const relation = one.get(ownedBy)
  if (relation === undefined) throw unsound(`${name} is owned by ${ownedBy}, which is no relation of its own`)
  if (relation.via.mode === 'generated') return relation
  throw unsound(`${name}.${relation.via.name} is set by the owner`, { hint: 'Make the field .generated().' })
}

function rememberedOf({ name, remembered, keeping, ownedBy }: Entity): boolean {
  if (remembered && (keeping === 'log' || ownedBy !== undefined))
    throw unsound(`${name} cannot be remembered: it is ${ownedBy === undefined ? 'a log' : 'owned by another record'}`)
  return remembered
}

function subjectOf({ name, subject, keeping, ownedBy }: Entity, one: ReadonlyMap<string, OneIR>): EntityIR['subject'] {
  if (subject === false) return undefined
  if (keeping === 'log' || ownedBy !== undefined)
    throw unsound(`${name} cannot be a person: it is ${ownedBy === undefined ? 'a log' : 'owned by another record'}`)
  if (subject === true) return { same: undefined }
  const same = one.get(String(subject))
  if (same === undefined) throw unsound(`${name}.${subject} is no relation to the same person`)
  return { same }
}

/** The relations over which records appear on the timelines of an entity's. */
function shownOn(drafts: ReadonlyMap<string, Draft>, target: string): readonly OneIR[] {
  return [...drafts.values()].flatMap(({ entity, one }) =>
    (entity.timeline?.of ?? []).flatMap((name) => one.get(name) ?? []).filter(({ to }) => to === target),
  )
}

/**
 * Indexes that were asked for, one for each unique or indexed field, for each timeline that it appears on, and for each
 * relation's `via`.
 */
function indexesOf(
  entity: Entity,
  fields: ReadonlyMap<string, FieldIR>,
  one: ReadonlyMap<string, OneIR>,
  timeline: TimelineIR | undefined,
): IndexIR[] {
  const found = new Map<string, IndexIR>()
  const put = (names: readonly string[], unique: boolean, more: { readonly covering?: true } = {}) => {
    for (const name of names)
      if (!fields.has(name)) throw unsound(`an index of ${entity.name} names ${name}, which is not a field`)
    const key = names.join()
    if (!found.has(key) || unique) found.set(key, { fields: names, unique, ...more })
  }
  for (const names of entity.indexes) put(names, false)
  for (const names of entity.covering) put(names, false, { covering: true })
  for (const names of entity.unique) put(names, true)
  for (const field of fields.values()) {
    if (field.place === 'extra') continue
    if (field.unique) put([field.name], true)
    else if (field.index) put([field.name], false)
  }
  if (timeline !== undefined) for (const { via } of timeline.of) put([via.name, timeline.at.name], false)
  for (const { via } of one.values()) {
    if (![...found.values()].some((index) => index.fields[0] === via.name)) put([via.name], false)
  }
  return [...found.values()]
}

/** What to write where a plural stands for one of these entities. */
const named = (drafts: ReadonlyMap<string, Draft>, given: string) =>
  singularHint(
    [...drafts.values()].map(({ entity }) => entity),
    given,
  )

function checkName(name: string, what: string) {
  if (!namePattern.test(name) || reserved.has(name)) throw unsound(`${JSON.stringify(name)} cannot name ${what}`)
}

function versionOf(entities: ReadonlyMap<string, EntityIR>): string {
  const text = JSON.stringify(
    [...entities.values()].map((e) => [
      e.name,
      e.keeping,
      [...e.fields.values()].map((f) => [f.name, f.kind, f.nullable, f.place, f.owner]),
      [...e.one.values()].map((r) => [r.name, r.to, r.via.name, r.on.name]),
    ]),
  )
  // FNV-1a: the digest only tells plans of one process apart.
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16)
}

const unsound = (problem: string, hint: { readonly hint?: string } = {}) =>
  new CrmError('SCHEMA_INVALID', { details: { problem }, ...hint })
const conflict = (what: string, owner: string, other: string) =>
  new CrmError('PLUGIN_CONFLICT', { details: { what, owner, other }, hint: 'Rename one of the two.' })
