import * as z from 'zod'
import { command, query, recordOf } from '../../operation/index.ts'
import { customKinds } from '../../overlay/index.ts'
import { storedGrants } from './grants.ts'
import { givenMapping, givenStages, storedTransitions } from './stages.ts'

const text = () => z.string().min(1).max(255)
const described = () => ({
  label: text().nullable().optional(),
  class: z.enum(['pii', 'sensitive', 'plain']).nullable().optional(),
  min: z.number().nullable().optional(),
  max: z.number().nullable().optional(),
  values: z.array(z.string()).readonly().nullable().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable().optional(),
})
const drawn = () => ({ stages: givenStages(), transitions: storedTransitions().optional() })

/** A pipeline as plain data. */
const pipeline = () =>
  z.object({
    name: z.string(),
    entity: z.string(),
    /** Tenants may change it. */
    editable: z.boolean(),
    /** The tenant's own, or his version of one that the code defines. */
    own: z.boolean(),
    /** In order; the first is where records start. */
    stages: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['open', 'won', 'lost']),
        probability: z.number(),
        require: z.array(z.string()),
        /** Where a record may go from here. */
        to: z.array(z.string()),
      }),
    ),
  })

/** What a tenant may do with what is his own. */
export const tenantOperations = {
  customFields: {
    define: command({
      target: 'collection',
      summary: 'Give an entity a field of the tenant’s own.',
      input: () => z.strictObject({ entity: text(), name: text(), kind: z.enum(customKinds), ...described() }),
      output: () => recordOf('customField'),
      errors: ['DUPLICATE', 'FIELD_IN_USE'],
    }),
    change: command({
      target: 'collection',
      summary: 'Change what a field of the tenant’s own takes, and how it is called.',
      input: () => z.strictObject({ entity: text(), name: text(), ...described() }),
      output: () => recordOf('customField'),
      errors: ['NOT_FOUND', 'FIELD_IN_USE'],
    }),
    remove: command({
      target: 'collection',
      summary: 'Take a field away. Its values stay in the records, unseen, unless they are purged.',
      input: () => z.strictObject({ entity: text(), name: text(), purge: z.boolean().optional() }),
      output: () => z.void(),
      errors: ['NOT_FOUND'],
    }),
  },
  pipelines: {
    get: query({
      target: 'collection',
      summary: 'One pipeline, as it is for the tenant.',
      input: () => z.strictObject({ name: text() }),
      output: pipeline,
      errors: ['NOT_FOUND'],
    }),
    list: query({
      target: 'collection',
      summary: 'All pipelines, as they are for the tenant.',
      input: () => z.strictObject({ entity: text().optional() }),
      output: () => z.array(pipeline()),
    }),
    define: command({
      target: 'collection',
      summary: 'A pipeline of the tenant’s own.',
      input: () => z.strictObject({ name: text(), entity: text(), ...drawn() }),
      output: pipeline,
      errors: ['DUPLICATE', 'PIPELINE_NOT_EDITABLE'],
    }),
    edit: command({
      target: 'collection',
      summary: 'Change the stages of a pipeline. Records in a stage that goes away need a stage to go to.',
      input: () => z.strictObject({ name: text(), ...drawn(), mapping: givenMapping().optional() }),
      output: pipeline,
      errors: ['NOT_FOUND', 'PIPELINE_NOT_EDITABLE', 'MAPPING_REQUIRED'],
    }),
    remove: command({
      target: 'collection',
      summary: 'Take a pipeline of the tenant’s own away, or go back to the code’s version of one.',
      input: () => z.strictObject({ name: text(), into: text().optional(), mapping: givenMapping().optional() }),
      output: () => z.void(),
      errors: ['NOT_FOUND', 'MAPPING_REQUIRED'],
    }),
  },
  policies: {
    set: command({
      target: 'collection',
      summary: 'Say what a role may do, instead of what the code says or as a new role.',
      input: () =>
        z.strictObject({
          role: text(),
          grants: storedGrants(),
          operations: z.array(z.string()).max(1000).readonly().optional(),
        }),
      output: () => recordOf('policy'),
      errors: ['GRANT_EXCEEDED'],
    }),
    remove: command({
      target: 'collection',
      summary: 'Go back to what the code says about a role.',
      input: () => z.strictObject({ role: text() }),
      output: () => z.void(),
      errors: ['NOT_FOUND', 'GRANT_EXCEEDED'],
    }),
  },
}
