import * as z from 'zod'
import { defineEntity, field } from '../../schema/index.ts'

/** What is to be done later. All rows are the queue's own tenant's: workers look for whatever is due, whoever it belongs to. */
export const backgroundJob = defineEntity({
  name: 'backgroundJob',
  plural: 'backgroundJobs',
  keeping: 'log',
  fields: {
    /** The tenant that it belongs to. */
    of: field.string().plain(),
    /** The plugin whose code does it. */
    owner: field.string().plain(),
    kind: field.string().plain(),
    name: field.string().plain(),
    entity: field.string().optional().plain(),
    recordId: field.string().optional().plain(),
    input: field
      .json(() => z.unknown())
      .optional()
      .pii(),
    /** 0 is taken before 1. */
    rank: field.integer(),
    dueAt: field.datetime(),
    lane: field.string().optional().plain(),
    place: field.integer(),
    state: field.enum(['ready', 'active', 'dead']),
    attempt: field.integer(),
    attempts: field.integer(),
    /** One more at each claim: who took it too long ago does not know this number. */
    fence: field.integer(),
    leasedUntil: field.datetime().optional(),
    /** A code and its words: never a value. */
    error: field
      .json(() => z.unknown())
      .optional()
      .plain(),
    cause: field.string().optional().plain(),
    depth: field.integer(),
    queuedAt: field.datetime(),
  },
  indexes: [
    ['state', 'rank', 'dueAt'],
    ['lane', 'place'],
    ['of', 'state', 'dueAt'],
  ],
})
