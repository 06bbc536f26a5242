import type { Row } from '@guanxi/core'
import { type EntityIR, type FieldIR, fieldOf, type Write } from '@guanxi/core/storage'
import { compile, id, join, type Parameter, raw, type Sql, sql } from '../fragment.ts'
import { condition } from '../lower/condition.ts'
import { all } from '../lower/logic.ts'
import { Lowering, type Storage } from '../lower/lowering.ts'
import { matches } from '../lower/match.ts'
import { extraKey, extraSearchKey, searchName, tableNode } from '../lower/node.ts'
import { recordOutputs, recordReader, selectList } from '../lower/reader.ts'
import { columnName } from '../names.ts'
import { distinctCondition } from '../plan/distinct.ts'
import { Lru } from '../plan/lru.ts'
import { bind, type Plan } from '../plan/plan.ts'
import { Shape, shapeCondition } from '../plan/shape.ts'
import { shapeMatch } from '../plan/shape-match.ts'
import { checkAddable, checkAdded, type PreparedWrite } from './prepared.ts'
import { folded, searched } from './table.ts'

type Update = Extract<Write, { type: 'update' }>
type UpdateRow = Update['rows'][number]

/** Updates as statements. */
export class Updates {
  readonly #storage: Storage
  readonly #plans = new Lru<Plan<Row>>(500)

  constructor(storage: Storage) {
    this.#storage = storage
  }

  prepare(write: Update): PreparedWrite {
    const plans = write.rows.map((row) => this.#plan(write, row))
    const statements = plans.map(({ plan, values }) => bind(plan, values))
    if (!write.rows.some(({ add }) => add !== undefined)) {
      return { statements, collect: (results) => ({ counts: results.map(({ count }) => count) }) }
    }
    return {
      statements,
      collect: (results) => ({
        counts: results.map(({ count }) => count),
        rows: results.flatMap((result, i) => {
          const { add } = write.rows[i] as UpdateRow
          if (add === undefined) return []
          const added = Object.keys(add).map((name) => fieldOf(write.entity, name))
          return result.rows.map((values) => checkAdded((plans[i] as { plan: Plan<Row> }).plan.decode(values), added))
        }),
      }),
    }
  }

  #plan({ entity, tenant, guard }: Update, row: UpdateRow): { readonly plan: Plan<Row>; readonly values: unknown[] } {
    const shape = shapeOf(entity, tenant, row)
    if (guard !== undefined) shape.key += entity.overlay?.version ?? ''
    if (guard !== undefined) shapeCondition(shape, guard, false)
    let plan = this.#plans.get(shape.key)
    if (plan === undefined) {
      plan = this.#lower(entity, tenant, row, guard)
      this.#plans.set(shape.key, plan)
    }
    return { plan, values: shape.values }
  }

  #lower(entity: EntityIR, tenant: string, row: UpdateRow, guard: Update['guard']): Plan<Row> {
    const at = new Map<object, number>()
    const shape = shapeOf(entity, tenant, row, at)
    const own = guard && distinctCondition(guard)
    if (own !== undefined) shapeCondition(shape, own, false)
    const lowering = new Lowering(this.#storage, entity, null, at)
    const alias = lowering.alias()
    const node = tableNode(lowering.dialect, entity, alias)

    const sets = this.#sets(lowering, entity, row)
    const firstMatch = 1 + Object.keys(row.set).length + Object.keys(row.add ?? {}).length
    const conditions = [
      sql`${node.tenant} = ${lowering.tenant()}`,
      ...matches(lowering, node, row.match, firstMatch),
      ...(own === undefined ? [] : [condition(lowering, node, own, false, false)]),
    ]
    const table = lowering.names.table(entity.plural)
    const update = sql`update ${table} as ${id(alias)} set ${join(sets)} where ${all(conditions)}`
    const outputs = recordOutputs(lowering.dialect, tableNode(lowering.dialect, entity))
    const fragment = row.add === undefined ? update : sql`${update} returning ${join(selectList(outputs))}`
    return { ...compile(lowering.dialect.compiler, fragment), decode: recordReader(entity, outputs) }
  }

  #sets(lowering: Lowering, entity: EntityIR, row: UpdateRow): readonly Sql[] {
    const sets: Sql[] = []
    const extras: (readonly [string, Parameter])[] = []
    let slot = 1
    for (const name of Object.keys(row.set)) {
      const field = fieldOf(entity, name)
      if (field.place === 'extra') extras.push(...extraEntries(field, slot))
      else sets.push(...columnSets(lowering, field, slot))
      slot++
    }
    if (extras.length > 0) sets.push(sql`${id('extra')} = ${lowering.dialect.extra.set(id('extra'), extras)}`)
    for (const name of Object.keys(row.add ?? {})) {
      const field = fieldOf(entity, name)
      checkAddable(entity.name, field)
      const column = id(columnName(name))
      sets.push(sql`${column} = coalesce(${column}, 0) + ${lowering.value(slot, field)}`)
      slot++
    }
    return sets.length > 0 ? sets : [raw('tenant = tenant')]
  }
}

function columnSets(lowering: Lowering, field: FieldIR, slot: number): readonly Sql[] {
  const set = sql`${id(columnName(field.name))} = ${lowering.value(slot, field)}`
  return field.search ? [set, sql`${id(searchName(field))} = ${lowering.typed(slot, 'text', searched)}`] : [set]
}

function extraEntries(field: FieldIR, slot: number): (readonly [string, Parameter])[] {
  const entry = [extraKey(field), { slot, encode: (value: unknown) => JSON.stringify(value) }] as const
  if (!field.search) return [entry]
  return [entry, [extraSearchKey(field), { slot, encode: (value) => JSON.stringify(folded(value)) }]]
}

/** The values are the tenant, what is set, what is added, what is matched, and those of the guard. */
function shapeOf(entity: EntityIR, tenant: string, row: UpdateRow, at?: Map<object, number>): Shape {
  const shape = new Shape(at)
  shape.key = entity.name
  shape.values.push(tenant)
  for (const name in row.set) {
    shape.key += ` ${name}`
    shape.values.push(row.set[name])
  }
  if (row.add !== undefined) {
    // The whole row comes out.
    shape.key += ` +${entity.overlay?.version ?? ''}`
    for (const name in row.add) {
      shape.key += ` ${name}`
      shape.values.push(row.add[name])
    }
  }
  shape.key += ' ?'
  shapeMatch(shape, row.match)
  return shape
}
