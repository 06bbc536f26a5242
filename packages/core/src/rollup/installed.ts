import { CrmError } from '../error/index.ts'
import { type Condition, checkWhere, isSummable, type QueryContext, type ZoneTables } from '../query/index.ts'
import {
  defineEntity,
  type Entity,
  type EntityIR,
  entityOf,
  type FieldIR,
  type Fields,
  field,
  fieldOf,
  isPersonal,
  type Schema,
} from '../schema/index.ts'
import { digestOf, isZone, type Period, periods, type ZoneOffset } from '../time/index.ts'
import type { Rollup, RollupField } from './definition.ts'
import { fieldsIn } from './fields-in.ts'

/** A key of a rollup in its place, or a list: the field of the records, and that of the cells. */
export interface KeyIR {
  readonly name: string
  readonly field: FieldIR
  readonly cell: FieldIR
  readonly period: Period | undefined
  /** The offsets of its zone; of a day none. */
  readonly offsets: () => readonly ZoneOffset[]
}

/** What is counted or added, and where it is kept. */
export interface SumIR {
  readonly fn: 'count' | 'sum'
  /** Undefined: records are counted. */
  readonly field: FieldIR | undefined
  readonly cell: FieldIR
}

/** A rollup in its place. Its cells are rows of a table of its own, one for each group that there has been. */
export interface RollupIR {
  readonly name: string
  readonly owner: string
  readonly entity: EntityIR
  readonly cells: EntityIR
  readonly where: Condition
  readonly keys: readonly KeyIR[]
  /** The first counts the records. */
  readonly sums: readonly SumIR[]
  /** Whose periods a cell keeps together. */
  readonly lists: readonly KeyIR[]
  /** Tells whether what was kept was kept by this definition. */
  readonly digest: string
}

/** A rollup, and who brings it. */
export interface OwnedRollup {
  readonly owner: string
  readonly rollup: Rollup
}

/** How many records a cell stands for. */
const rows = 'rows'
const mostKeys = 8
const keyKinds: ReadonlySet<string> = new Set(['string', 'enum', 'ref', 'boolean', 'integer', 'date'])

/** The table of a rollup's cells, as an entity. Throws `SCHEMA_INVALID`. */
export function cellsOf({ rollup }: OwnedRollup, schema: Schema): Entity {
  const entity = schema.entities.get(rollup.entity)
  if (entity === undefined) throw unsound(rollup, `${rollup.entity} is not defined`)
  if (entity.keeping === 'log' || entity.ownedBy !== undefined)
    throw unsound(rollup, `${entity.plural} have no writes of their own`)
  const keys = Object.entries(rollup.groupBy)
  if (keys.length === 0 || keys.length > mostKeys) throw unsound(rollup, `it has ${keys.length} keys, and not 1 to 8`)
  const fields: Record<string, Fields[string]> = { [rows]: field.integer() }
  const put = (name: string, made: Fields[string]) => {
    if (name in fields) throw unsound(rollup, `it has two columns of the name ${name}`)
    fields[name] = made
  }
  for (const [name, key] of keys) put(name, keyField(rollup, `key ${name}`, key, known(rollup, entity, key.field)))
  for (const [name, measure] of Object.entries(rollup.measures)) put(name, figureField(rollup, name, measure, entity))
  const { name, indexes, covering } = rollup
  return defineEntity({ name, plural: name, keeping: 'log', fields, indexes, covering })
}

function known(rollup: Rollup, entity: EntityIR, name: string): FieldIR {
  const found = entity.fields.get(name)
  if (found === undefined) throw unsound(rollup, `${entity.name} has no field ${name}`)
  return found
}

function figureField(rollup: Rollup, name: string, measure: Rollup['measures'][string], entity: EntityIR) {
  const { fn } = measure
  if (fn === 'list') {
    const { bucket } = measure
    if (bucket === undefined || bucket === 'hour') throw unsound(rollup, `its list ${name} has no period of days`)
    keyField(rollup, `list ${name}`, measure, known(rollup, entity, measure.field))
    return field.string().optional().plain()
  }
  if (fn !== 'count' && fn !== 'sum')
    throw unsound(rollup, `it keeps counts, sums and lists, and ${name} is a ${String(fn)}`)
  if (measure.field !== undefined) checkMeasure(rollup, entity, fn, known(rollup, entity, measure.field))
  else if (fn === 'sum') throw unsound(rollup, `${name} names no field to add`)
  return field.integer()
}

function keyField(rollup: Rollup, name: string, { bucket, timeZone }: RollupField, of: FieldIR) {
  if (isPersonal(of)) throw unsound(rollup, `its ${name} would keep what may have to be erased`)
  if (bucket === undefined) {
    if (timeZone !== undefined) throw unsound(rollup, `its ${name} has a timeZone, which is for periods`)
    if (!keyKinds.has(of.kind)) throw unsound(rollup, `its ${name} is a ${of.kind}`)
    if (of.kind === 'boolean') return field.boolean().optional()
    if (of.kind === 'integer') return field.integer().optional()
    return of.kind === 'date' ? field.date().optional() : field.string().optional().plain()
  }
  if (!periods.includes(bucket)) throw unsound(rollup, `its ${name} has no period of ${periods.join(', ')}`)
  if (of.kind === 'datetime' && timeZone !== undefined && !isZone(timeZone))
    throw unsound(rollup, `its ${name} has a timeZone that is none, such as Asia/Shanghai would be`)
  if (of.kind === 'date' && (timeZone !== undefined || bucket === 'hour'))
    throw unsound(rollup, `its ${name} is a day, which has no ${bucket === 'hour' ? 'hours' : 'time zone'}`)
  if (of.kind !== 'date' && of.kind !== 'datetime') throw unsound(rollup, `its ${name}, a ${of.kind}, has no periods`)
  return bucket === 'hour' ? field.string().optional().plain() : field.date().optional()
}

/** Amounts are added within one currency. */
function checkMeasure(rollup: Rollup, entity: EntityIR, fn: string, of: FieldIR): void {
  if (fn !== 'sum') return
  if (!isSummable(of.kind)) throw unsound(rollup, `${of.name}, a ${of.kind}, has no exact sum`)
  const currency = entity.currencies.get(of.name)
  if (currency === undefined) return
  const isKey = Object.values(rollup.groupBy).some((key) => key.field === currency.field.name)
  if (!isKey && typeof rollup.where[currency.field.name] !== 'string')
    throw unsound(rollup, `it adds ${of.name} of several currencies: make ${currency.field.name} a key`)
}

/** The rollup, once its cells have their place in the schema. Throws `SCHEMA_INVALID`, and what checks of queries throw. */
export function installed(
  { owner, rollup }: OwnedRollup,
  schema: Schema,
  context: QueryContext,
  zones: ZoneTables,
): RollupIR {
  const [entity, cells] = [entityOf(schema, rollup.entity), entityOf(schema, rollup.name)]
  const where = checkWhere(rollup.where, entity, context, `rollups.${rollup.name}.where`)
  if (/"(actor|ago|ahead)":/.test(JSON.stringify(rollup.where)) || !isOwn(where))
    throw unsound(rollup, 'its where asks for more than fields of the record')
  // What has changed is noted until it is in the cells.
  const told = [
    ...fieldsIn(where),
    ...Object.values(rollup.measures).flatMap(({ field: of }) => (of === undefined ? [] : fieldOf(entity, of))),
  ]
  const personal = told.find(isPersonal)
  if (personal !== undefined) throw unsound(rollup, `it goes by ${personal.name}, which may have to be erased`)
  const placed = (name: string, { field: of, bucket, timeZone }: RollupField): KeyIR => {
    const at = fieldOf(entity, of)
    const offsets = () => (at.kind === 'datetime' ? zones.of(timeZone ?? context.zone) : [])
    return { name, field: at, cell: fieldOf(cells, name), period: bucket, offsets }
  }
  const keys = Object.entries(rollup.groupBy).map(([name, key]) => placed(name, key))
  const lists: KeyIR[] = []
  const sums: SumIR[] = [{ fn: 'count', field: undefined, cell: fieldOf(cells, rows) }]
  for (const [name, measure] of Object.entries(rollup.measures)) {
    const { fn, field: of } = measure
    if (fn === 'list') lists.push(placed(name, measure))
    else sums.push({ fn, field: of === undefined ? undefined : fieldOf(entity, of), cell: fieldOf(cells, name) })
  }
  const digest = digestOf(JSON.stringify(rollup) + (isZoned(rollup, entity) ? context.zone : ''))
  return { name: rollup.name, owner, entity, cells, where, keys, sums, lists, digest }
}

/** Whether any of its periods are those of the instance's zone: they are others once that changes. */
const isZoned = ({ groupBy, measures }: Rollup, entity: EntityIR): boolean =>
  [...Object.values(groupBy), ...Object.values(measures)].some(
    (of) =>
      'bucket' in of &&
      of.bucket !== undefined &&
      of.timeZone === undefined &&
      fieldOf(entity, of.field).kind === 'datetime',
  )

/** Whether a condition speaks of the record's own fields alone. */
function isOwn(of: Condition): boolean {
  if (of.node === 'and' || of.node === 'or') return of.all.every(isOwn)
  return of.node === 'not' ? isOwn(of.of) : !('relation' in of)
}

function unsound({ name }: Rollup, problem: string): CrmError {
  return new CrmError('SCHEMA_INVALID', { details: { problem: `rollup ${name}: ${problem}` } })
}
