import * as z from 'zod'
import { defineEntity, field } from '../../src/index.ts'
import type { QueryContext } from '../../src/query/index.ts'
import { buildSchema, entityOf, parseInstant } from '../../src/storage-entry.ts'

const company = defineEntity({
  name: 'company',
  plural: 'companies',
  fields: {
    name: field.string().search(),
    size: field.integer().optional(),
    score: field.number().optional(),
    active: field.boolean().optional(),
    tier: field.enum(['gold', 'silver']).optional(),
    founded: field.date().optional(),
    ownerId: field.string().optional(),
    info: field.json(z.object({ a: z.number() })).optional(),
    parentId: field.ref('company').optional(),
  },
  relations: { parent: { to: 'company', via: 'parentId', inverse: 'children' } },
})

const order = defineEntity({
  name: 'order',
  plural: 'orders',
  fields: {
    companyId: field.ref('company').optional(),
    placedAt: field.datetime(),
    total: field.money().optional(),
    currency: field.string(),
  },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'orders' } },
})

const line = defineEntity({
  name: 'line',
  plural: 'lines',
  fields: { orderId: field.ref('order').generated(), amount: field.money(), quantity: field.integer() },
  relations: { order: { to: 'order', via: 'orderId', inverse: 'lines' } },
  ownedBy: 'order',
})

export const schema = buildSchema({
  entities: [company, order, line].map((entity) => ({ owner: 'core', entity })),
})

export const companies = entityOf(schema, 'company')
export const orders = entityOf(schema, 'order')
export const lines = entityOf(schema, 'line')

export const context: QueryContext = {
  schema,
  now: Date.parse(parseInstant('2026-08-31T12:00:00Z') ?? ''),
  zone: 'Asia/Shanghai',
  actor: { user: 'u_1' },
}
