import type { Row, StorageAdapter } from '@guanxi/core'
import {
  type Access,
  always,
  checkAggregate,
  checkSelect,
  checkWhere,
  decodeCursor,
  encodeCursor,
  entityOf,
  fieldOf,
  finishAggregate,
  type QueryContext,
} from '@guanxi/core/storage'
import type { AccessRules } from '../oracle/index.ts'
import type { AggregateCase, Case, SelectCase } from './case.ts'

/** The answer to a case, in the shape that both sides give. */
export type Answer = readonly Row[] | { readonly error: string }

/** Asks a storage, as the read path of core would. */
export async function ask(storage: StorageAdapter, tenant: string, of: Case, context: QueryContext): Promise<Answer> {
  return of.type === 'select' ? await walk(storage, tenant, of, context) : await aggregate(storage, tenant, of, context)
}

async function walk(...given: Parameters<typeof pagesOf>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const page of pagesOf(...given)) {
    rows.push(...page)
    if (rows.length > 1000) throw new Error('the pages do not end')
  }
  return rows
}

/** The pages of a query, each by the cursor of the one before. */
export async function* pagesOf(
  storage: StorageAdapter,
  tenant: string,
  of: SelectCase,
  context: QueryContext,
): AsyncGenerator<readonly Row[]> {
  const entity = entityOf(context.schema, of.entity)
  const access = of.access === null ? null : compile(of.access, context)
  const checked = checkSelect({ where: of.where, orderBy: of.orderBy, limit: of.limit }, entity, context)
  const { where, orderBy, limit } = checked
  const parent = of.perParent === undefined ? {} : { perParent: fieldOf(entity, of.perParent) }
  const base = { entity, tenant, access, where, bin: of.bin, orderBy, limit, keys: true, ...parent }
  let cursor: string | null = null
  do {
    const after = cursor === null ? null : decodeCursor(cursor, entity, orderBy)
    const page = await storage.session.select({ ...base, after })
    yield page.map(({ row }) => row)
    const last = page.at(-1)
    const full = page.length >= limit && of.perParent === undefined
    cursor = full && last?.keys !== undefined ? encodeCursor(last.keys, entity, orderBy) : null
  } while (cursor !== null)
}

async function aggregate(
  storage: StorageAdapter,
  tenant: string,
  of: AggregateCase,
  context: QueryContext,
): Promise<readonly Row[]> {
  const entity = entityOf(context.schema, of.entity)
  const access = of.access === null ? null : compile(of.access, context)
  const checked = checkAggregate(of.query, entity, context)
  const { where, groupBy, measures, having, orderBy, limit } = checked
  const query = { entity, tenant, access, where, bin: of.bin, groupBy, measures, having, orderBy, limit }
  return finishAggregate(checked, await storage.session.aggregate(query))
}

/** All rows that satisfy a condition, or its negation, without an order: for the law that they add up. */
export async function partition(
  storage: StorageAdapter,
  tenant: string,
  of: SelectCase,
  context: QueryContext,
): Promise<readonly string[][]> {
  const entity = entityOf(context.schema, of.entity)
  const access = of.access === null ? null : compile(of.access, context)
  const { orderBy } = checkSelect({}, entity, context)
  const where = checkWhere(of.where, entity, context)
  const conditions = [where, { node: 'not', of: where } as const, always]
  const found: string[][] = []
  for (const condition of conditions) {
    const query = { entity, tenant, access, where: condition, bin: of.bin, orderBy, limit: 1000, after: null }
    found.push((await storage.session.select(query)).map(({ row }) => row.id as string))
  }
  return found
}

/** Access rules as the storage takes them. */
export function compile(rules: AccessRules, context: QueryContext): Access {
  const entities = new Map(
    Object.entries(rules).map(([name, { rows, masks }]) => {
      const entity = entityOf(context.schema, name)
      const conditions = Object.entries(masks).map(
        ([field, shown]) => [field, checkWhere(shown, entity, context)] as const,
      )
      return [name, { rows: checkWhere(rows, entity, context), masks: new Map(conditions) }]
    }),
  )
  return { entity: (name) => entities.get(name) }
}
