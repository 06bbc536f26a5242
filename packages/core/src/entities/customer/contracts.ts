import * as z from 'zod'
import { command, query, recordOf } from '../../operation/index.ts'

/** Records page by page, in the order of their ids. */
const page = () =>
  z.strictObject({
    /** The `next` of the call before. */
    after: z.string().nullable().optional(),
    /** So many records at a time. */
    limit: z.int().min(1).max(200).optional(),
  })

const normalize = command({
  target: 'collection',
  summary: 'Normalise contact points again: after an upgrade, or when telephone numbers are normalised by other rules.',
  input: page,
  output: () =>
    z.strictObject({
      checked: z.int(),
      changed: z.int(),
      /** Records left as they are, and why: an address that another one has, too. */
      refused: z.array(z.strictObject({ id: z.string(), code: z.string(), path: z.string().nullable() })),
      next: z.string().nullable(),
    }),
})

const tags = () => z.array(z.string().min(1).max(100)).max(100)

/** To tag, and the tags in use. */
const tagging = <const E extends string>(entity: E) => ({
  tag: command({
    target: 'record',
    summary: `Put tags on a ${entity}, and take tags away; what others do at the same time is not lost.`,
    input: () => z.strictObject({ add: tags().optional(), remove: tags().optional() }),
    output: () => recordOf(entity),
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  }),
  tags: query({
    target: 'collection',
    summary: `The tags in use, and on how many records each, the most frequent first.`,
    input: () => z.strictObject({}),
    output: () => z.array(z.strictObject({ tag: z.string(), count: z.int() })).readonly(),
  }),
})

const preference = () =>
  z.strictObject({
    key: z.string(),
    value: z.string().nullable(),
    origin: z.string().nullable(),
    /** The user's id, or `system`. */
    by: z.string(),
    at: z.string(),
    current: z.boolean(),
  })

/** What somebody prefers. */
const preferring = <const E extends string>(entity: E) => ({
  prefer: command({
    target: 'record',
    summary: `Note what a ${entity} prefers; what it was before is kept.`,
    input: () =>
      z.strictObject({
        key: z.string().min(1).max(100),
        /** Null: nothing any more. */
        value: z.string().min(1).max(255).nullable(),
        /** How that is known. */
        origin: z.string().max(1000).optional(),
      }),
    output: () => recordOf(entity),
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  }),
  preferences: query({
    target: 'record',
    summary: `What a ${entity} prefers, and preferred, oldest first.`,
    input: () => z.strictObject({ key: z.string().optional(), current: z.boolean().optional() }),
    output: () => z.array(preference()),
    errors: ['NOT_FOUND'],
  }),
})

/** How far a customer has come. */
const living = (what: string) => ({
  lifecycle: query({
    target: 'record',
    summary: `The stages of the life cycle of a ${what}, oldest first.`,
    input: () => z.strictObject({}),
    output: () =>
      z.array(z.strictObject({ from: z.string().nullable(), to: z.string(), at: z.string(), actor: z.string() })),
    errors: ['NOT_FOUND'],
  }),
  rebuildLifecycle: command({
    target: 'collection',
    summary:
      'Work out the life cycle from the orders again: after an upgrade, or where it was written past the engine.',
    input: page,
    output: () => z.strictObject({ checked: z.int(), changed: z.int(), next: z.string().nullable() }),
  }),
})

/** What is done with customers and those who may become some, beside the record operations. */
export const customerOperations = {
  companies: { normalize, ...tagging('company'), ...preferring('company'), ...living('company') },
  contacts: { normalize, ...tagging('contact'), ...preferring('contact'), ...living('contact') },
  deals: tagging('deal'),
  leads: tagging('lead'),
}
