import { defineEntity, field } from '../../schema/index.ts'

/** What one row of the audit said when it was sealed, as a digest that tells nothing of it. */
export const auditDigest = defineEntity({
  name: 'auditDigest',
  plural: 'auditDigests',
  keeping: 'log',
  fields: {
    /** The id of the row: of `audit`, or of `auditReceipt`. */
    row: field.string().plain(),
    /** The number of the seal. */
    seal: field.integer(),
    /** Null once the row was erased or taken away: nobody can try out then what it said. */
    salt: field.string().optional().plain(),
    digest: field.string().plain(),
    /** The receipt that says why the row is gone, or was sealed anew. */
    receipt: field.string().optional().plain(),
  },
  indexes: [['seal', 'row'], ['row'], ['receipt']],
})

/** One link of the chain. */
export const auditSeal = defineEntity({
  name: 'auditSeal',
  plural: 'auditSeals',
  keeping: 'log',
  fields: {
    /** 1, 2, 3 … */
    number: field.integer(),
    at: field.datetime(),
    /** How many rows it seals. */
    count: field.integer(),
    /** The digest of their ids and digests. */
    rows: field.string().plain(),
    /** The digest of the seal before. */
    previous: field.string().optional().plain(),
    digest: field.string().plain(),
  },
  indexes: [['number']],
})

/** That sealed rows were rewritten or taken away, and why: sealed like them. */
export const auditReceipt = defineEntity({
  name: 'auditReceipt',
  plural: 'auditReceipts',
  keeping: 'log',
  fields: {
    at: field.datetime(),
    kind: field.enum(['erasure', 'uninstall']),
    /** The id of the erasure, or of the plugin. */
    of: field.string().plain(),
    /** How many rows. */
    count: field.integer(),
    /** The digest of their ids. */
    rows: field.string().plain(),
    seal: field.integer().optional(),
  },
  indexes: [['seal']],
})
