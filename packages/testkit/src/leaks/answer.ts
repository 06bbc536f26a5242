import { CrmError, isCrmError, type Row } from '@guanxi/core'
import { type EntityIR, entityOf, type ManyIR, matches, type OneIR } from '@guanxi/core/storage'
import { aggregateAll, type Json, searchAll, selectAll, type View } from '../oracle/index.ts'
import { refuseMixedWhere } from './mixed.ts'
import { purchasesOf } from './purchases.ts'
import type { Question } from './questions.ts'
import type { Sight } from './sight.ts'
import { spellRow } from './spell.ts'
import { timelineOf } from './timeline.ts'

/** What the actor must be answered, by filtering, sorting and grouping in memory what he sees. */
export function answerOf(sight: Sight, question: Question): unknown {
  const entity = entityOf(sight.onlooker.schema, question.entity)
  try {
    return answer(sight, entity, question)
  } catch (error) {
    if (isCrmError(error)) return { error: error.code }
    throw error
  }
}

function answer(sight: Sight, entity: EntityIR, question: Question): unknown {
  const { view } = sight
  if (question.ask === 'purchases') return purchasesOf(sight, entity, question.id, question.input)
  if (!sight.mayEver(question.ask === 'deleteMany' ? 'delete' : 'read', entity)) throw new CrmError('FORBIDDEN')
  switch (question.ask) {
    case 'list':
    case 'pages':
    case 'iterate':
    case 'histories': {
      const { where, limit, include = {} } = question.query
      refuseMixedWhere(view, entity, where)
      const rows = selectAll(view, entity, question.query)
      const wanted = question.ask === 'pages' ? rows : rows.slice(0, limit)
      if (question.ask === 'histories') return wanted.map((row) => [spellRow(entity, row), spellStays(sight, row)])
      return spellRows(view, entity, wanted, include)
    }
    case 'timeline':
      return timelineOf(view, entity, question.id, question.input)
    case 'get':
    case 'story':
    case 'history':
    case 'owners':
    case 'sharedWith': {
      const row = view.all(entity).find(({ id }) => id === question.id)
      if (row === undefined) throw new CrmError('NOT_FOUND')
      if (question.ask === 'story') return spellSteps(sight, entity, row)
      if (question.ask === 'owners') return spellOwners(sight, entity, row)
      if (question.ask === 'sharedWith') return spellMembers(sight, row)
      return question.ask === 'get' ? spellRow(entity, row) : spellStays(sight, row)
    }
    case 'count':
      refuseMixedWhere(view, entity, question.where)
      return view.all(entity).filter((row) => matches(question.where, entity, row, view.world)).length
    case 'search':
      refuseMixedWhere(view, entity, question.query.where ?? {})
      return searchAll(view, entity, question.query).map(({ match, row }) => [match, spellRow(entity, row)])
    // That it says nothing of what is hidden shows in its bytes.
    case 'explain':
      return 'explained'
    case 'aggregate':
      refuseMixedWhere(view, entity, question.query.where ?? {})
      return aggregateAll(view, entity, question.query)
    case 'deleteMany': {
      refuseMixedWhere(view, entity, question.where)
      const found = view.all(entity).filter((row) => matches(question.where, entity, row, view.world))
      return found.filter((row) => sight.mayNow('delete', entity, row.id)).map(({ id }) => id)
    }
  }
}

function spellRows(view: View, entity: EntityIR, rows: readonly Row[], include: Json): unknown {
  const parts = Object.entries(include).map(([name, options]) => {
    const relation = (entity.one.get(name) ?? entity.many.get(name)) as OneIR | ManyIR
    return related(view, relation, rows, (options === true ? {} : options) as Json)
  })
  return rows.map((row) => [spellRow(entity, row), ...parts.map((part) => part(row))])
}

/** What comes along with each of the rows. */
function related(view: View, relation: OneIR | ManyIR, rows: readonly Row[], options: Json): (row: Row) => unknown {
  const target = entityOf(view.setting.schema, relation.to)
  const {
    where = {},
    orderBy = {},
    limit = 50,
    include = {},
  } = options as { where?: Json; orderBy?: Json; limit?: number; include?: Json }
  const all = rows.map((row) => {
    const there = view.related(relation, row)
    if (relation.type === 'one') return there.slice(0, 1)
    return selectAll(view, target, { where, orderBy })
      .filter((other) => there.includes(other))
      .slice(0, limit)
  })
  const own = relation.type === 'one' ? relation.via : relation.on
  if (rows.some((row) => (row[own.name] ?? null) !== null)) refuseMixedWhere(view, target, where)
  const spelled = spellRows(view, target, all.flat(), include) as readonly unknown[]
  const starts = all.map((_, i) => all.slice(0, i).flat().length)
  const lists = new Map(rows.map((row, i) => [row, spelled.slice(starts[i], (starts[i] ?? 0) + (all[i]?.length ?? 0))]))
  return (row) => (relation.type === 'one' ? (lists.get(row)?.[0] ?? null) : lists.get(row))
}

/** The stays of a record in its stages; their amounts are the record's. */
function spellStays(sight: Sight, row: Row): unknown {
  const { schema } = sight.onlooker
  const entity = entityOf(schema, 'stageStay')
  const stays = sight.stored(entity).filter(({ recordId }) => recordId === row.id)
  const shown = sight.shows(entityOf(schema, 'deal'), row.id, 'amount')
  return byTime(stays, 'enteredAt').map((stay) => spellRow(entity, shown ? stay : { ...stay, amount: null }))
}

/** What was done to a record, of the fields that may be read. */
function spellSteps(sight: Sight, entity: EntityIR, row: Row): unknown {
  const audit = entityOf(sight.onlooker.schema, 'audit')
  const shown = (name: string) => entity.fields.get(name)?.system === true || sight.shows(entity, row.id, name)
  const steps = sight.stored(audit).filter((step) => step.entity === entity.name && step.recordId === row.id)
  return byTime(steps, 'at').map((step) => {
    const changes = Object.entries((step.changes ?? {}) as Json).filter(([name]) => shown(name))
    return spellRow(audit, { ...step, changes: Object.fromEntries(changes) })
  })
}

/** How a record changed hands, for those who may read whose it is. */
function spellOwners(sight: Sight, entity: EntityIR, row: Row): unknown {
  if (!sight.shows(entity, row.id, 'ownerId')) return []
  const log = entityOf(sight.onlooker.schema, 'ownershipChange')
  return byTime(sight.about('ownershipChange', row.id), 'at').map((change) => spellRow(log, change))
}

/** With whom a record is shared. */
function spellMembers(sight: Sight, row: Row): unknown {
  return byTime(sight.about('recordMember', row.id), 'id').map(({ userId, level, at, by }) => [userId, level, at, by])
}

function byTime(rows: readonly Row[], field: string): readonly Row[] {
  const key = (row: Row) => `${row[field]} ${row.id}`
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
