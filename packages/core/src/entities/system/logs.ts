import * as z from 'zod'
import { defineEntity, field } from '../../schema/index.ts'

/** What was done to which record, by whom and why: data, append-only. */
export const audit = defineEntity({
  name: 'audit',
  plural: 'audit',
  keeping: 'log',
  fields: {
    at: field.datetime(),
    actor: field.string().plain(),
    reason: field.string().optional().pii(),
    /** `deals.move` */
    operation: field.string().plain(),
    entity: field.string().optional().plain(),
    recordId: field.string().optional().plain(),
    version: field.integer().optional(),
    action: field.string().plain(),
    /** Field to [before, after]. */
    changes: field
      .json(() => z.unknown())
      .optional()
      .pii(),
    cause: field.string().optional().plain(),
    /** The number of its seal; null until a job has sealed it. */
    seal: field.integer().optional(),
  },
  indexes: [['entity', 'recordId', 'at'], ['seal']],
})

/** Facts on their way out: stored with the change that they tell of. */
export const outbox = defineEntity({
  name: 'outbox',
  plural: 'outbox',
  keeping: 'log',
  fields: {
    type: field.string().plain(),
    at: field.datetime(),
    actor: field.string().plain(),
    entity: field.string().plain(),
    recordId: field.string().plain(),
    version: field.integer(),
    data: field
      .json(() => z.unknown())
      .optional()
      .pii(),
    cause: field.string().optional().plain(),
    depth: field.integer(),
    state: field.string().plain(),
  },
  indexes: [['entity', 'recordId']],
})

/** Calls that carried an idempotency key, and what they answered. The id is made of actor, operation and key. */
export const idempotency = defineEntity({
  name: 'idempotency',
  plural: 'idempotency',
  keeping: 'log',
  fields: {
    fingerprint: field.text().pii(),
    at: field.datetime(),
    result: field
      .json(() => z.unknown())
      .optional()
      .pii(),
    /** `deals.create` */
    operation: field.string().optional().plain(),
  },
})

/** One stay of a record in a stage. */
export const stageStay = defineEntity({
  name: 'stageStay',
  plural: 'stageStays',
  keeping: 'log',
  fields: {
    entity: field.string().plain(),
    recordId: field.string().plain(),
    pipeline: field.string().plain(),
    stage: field.string().plain(),
    enteredAt: field.datetime(),
    leftAt: field.datetime().optional(),
    /** Milliseconds. */
    duration: field.integer().optional(),
    actor: field.string().plain(),
    amount: field.money().optional(),
    probability: field.number(),
  },
  indexes: [['entity', 'recordId', 'enteredAt']],
})
