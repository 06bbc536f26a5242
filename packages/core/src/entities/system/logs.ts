import * as z from 'zod'
import { defineEntity, field } from '../../schema/index.ts'

/** What was done to which record, by whom and why: data, append-only. */
export const audit = defineEntity({
  name: 'audit',
  plural: 'audit',
  keeping: 'log',
  fields: {
    at: field.datetime(),
    actor: field.string(),
    reason: field.string().optional(),
    /** `deals.move` */
    operation: field.string(),
    entity: field.string().optional(),
    recordId: field.string().optional(),
    version: field.integer().optional(),
    action: field.string(),
    /** Field to [before, after]. */
    changes: field.json(z.unknown()).optional(),
    cause: field.string().optional(),
  },
  indexes: [['entity', 'recordId', 'at']],
})

/** Facts on their way out: stored with the change that they tell of. */
export const outbox = defineEntity({
  name: 'outbox',
  plural: 'outbox',
  keeping: 'log',
  fields: {
    type: field.string(),
    at: field.datetime(),
    actor: field.string(),
    entity: field.string(),
    recordId: field.string(),
    version: field.integer(),
    data: field.json(z.unknown()).optional(),
    cause: field.string().optional(),
    depth: field.integer(),
    state: field.string(),
  },
})

/** Calls that carried an idempotency key, and what they answered. The id is made of actor, operation and key. */
export const idempotency = defineEntity({
  name: 'idempotency',
  plural: 'idempotency',
  keeping: 'log',
  fields: { fingerprint: field.text(), at: field.datetime(), result: field.json(z.unknown()).optional() },
})

/** One stay of a record in a stage. */
export const stageStay = defineEntity({
  name: 'stageStay',
  plural: 'stageStays',
  keeping: 'log',
  fields: {
    entity: field.string(),
    recordId: field.string(),
    pipeline: field.string(),
    stage: field.string(),
    enteredAt: field.datetime(),
    leftAt: field.datetime().optional(),
    /** Milliseconds. */
    duration: field.integer().optional(),
    actor: field.string(),
    amount: field.money().optional(),
    probability: field.number(),
  },
  indexes: [['entity', 'recordId', 'enteredAt']],
})
