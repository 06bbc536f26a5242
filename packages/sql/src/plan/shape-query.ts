import type { AggregateQuery, Bucket, EntityIR, Expectation, Path, SelectQuery } from '@guanxi/core/storage'
import { Shape, shapeAccess, shapeCondition, shapeHaving, shapeHops } from './shape.ts'
import { shapeMatch } from './shape-match.ts'

/** The tenant's place among the values of every shape. */
export const tenantSlot = 0

/** Of the tenant's own schema: its fields may have the names of another's. */
const versionOf = ({ overlay }: EntityIR): string => overlay?.version ?? ''

/** The shape of a select. */
export function shapeSelect(query: SelectQuery, at?: Map<object, number>): Shape {
  const shape = new Shape(at)
  const { access, after } = query
  shape.values.push(query.tenant)
  shape.touch(query.entity.name)
  shape.key = `S${versionOf(query.entity)} ${query.entity.name} ${query.bin} ${query.limit} ${query.keys === true ? 'keys' : ''} ${query.lock ?? ''} ${query.perParent?.name ?? ''}|`
  if (query.expect !== undefined) shapeExpectation(shape, query.expect)
  shapeCondition(shape, query.where, access !== null)
  for (const first of query.rank ?? []) {
    shape.key += '^'
    shapeCondition(shape, first, access !== null)
  }
  for (const { path, direction } of query.orderBy) {
    shape.key += direction === 'asc' ? '+' : '-'
    shapePath(shape, path)
  }
  if (after !== null) {
    shape.key += '>'
    at?.set(after, shape.values.length)
    for (const value of after) {
      shape.key += value === null ? '0' : '1'
      if (value !== null) shape.values.push(value)
    }
  }
  shapeAccess(shape, access)
  return shape
}

/** The shape of an aggregate. */
export function shapeAggregate(query: AggregateQuery, at?: Map<object, number>): Shape {
  const shape = new Shape(at)
  shape.values.push(query.tenant)
  shape.touch(query.entity.name)
  shape.key = `A${versionOf(query.entity)} ${query.entity.name} ${query.bin} ${query.limit}|`
  if (query.expect !== undefined) shapeExpectation(shape, query.expect)
  shapeCondition(shape, query.where, query.access !== null)
  for (const group of query.groupBy) {
    shape.key += `,${JSON.stringify(group.name)}:`
    shapePath(shape, group.path)
    shapeBucket(shape, group.bucket)
  }
  for (const measure of query.measures) {
    shape.key += `=${JSON.stringify(measure.name)}:${measure.fn}${measure.mostlyOnce === true ? '1' : ''}${measure.tallied === true ? '*' : ''} `
    if (measure.path !== undefined) shapePath(shape, measure.path)
    shapeBucket(shape, measure.bucket)
    if (measure.where !== undefined) shapeCondition(shape, measure.where, query.access !== null)
  }
  if (query.having !== null) shapeHaving(shape, query.having)
  for (const { name, direction } of query.orderBy)
    shape.key += `${direction === 'asc' ? '+' : '-'}${JSON.stringify(name)}`
  shapeAccess(shape, query.access)
  return shape
}

function shapeBucket(shape: Shape, bucket: Bucket | undefined): void {
  if (bucket === undefined) return
  shape.key += `${bucket.unit}${bucket.offsets.length}`
  shape.at?.set(bucket, shape.values.length)
  shape.values.push(bucket.offsets)
}

/** Walks what is expected of a row. */
export function shapeExpectation(shape: Shape, expectation: Expectation): void {
  const { entity, tenant, match, there } = expectation
  shape.at?.set(expectation, shape.values.length)
  shape.key += there ? `=${entity.name}` : `!${entity.name}`
  shape.values.push(tenant)
  shapeMatch(shape, match)
}

function shapePath(shape: Shape, { hops, field }: Path): void {
  if (hops.length > 0) shapeHops(shape, hops)
  shape.key += `${field.name};`
}
