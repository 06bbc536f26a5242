import * as z from 'zod'
import { safeParse } from 'zod/v4/core'
import { CrmError } from '../../error/index.ts'
import { isEmail, isSound } from '../../query/index.ts'
import {
  customFieldsOf,
  customOwner,
  type EntityIR,
  entityOf,
  type FieldIR,
  flat,
  once,
  ownName,
  type Row,
  type Schema,
} from '../../schema/index.ts'
import { isDate, parseInstant } from '../../time/index.ts'
import { checked } from '../problem.ts'
import { checkedRecord } from './checked-record.ts'
import { namesProto, plainJson } from './json.ts'

/** The checks of an entity's input, made of its fields. */
export interface RecordParser {
  /** Whole records: what is required must be there. Of both, what comes out has the names of fields as its keys. */
  create(input: unknown, at: string): Row
  /** Some fields of a record. */
  patch(input: unknown, at: string): Row
  /** Generated fields, as the code of their owners gives them. */
  generated(input: unknown, at: string): Row
  /** The schemas, for contracts. */
  readonly createSchema: z.ZodType
  readonly patchSchema: z.ZodType
}

/** Makes the parser of an entity. Building zod schemas is most of what a boot could cost, so they wait for their first use. */
export function parserOf(entity: EntityIR, schema: Schema): RecordParser {
  const shapeOf = (of: EntityIR, which: 'whole' | 'some' | 'generated') => {
    const shape: Record<string, z.ZodType> = {}
    const indexed = new Set(of.indexes.flatMap((index) => index.fields))
    for (const field of of.fields.values()) {
      if (field.owner === customOwner || field.system || (field.mode === 'generated') !== (which === 'generated'))
        continue
      const value = schemaOf(field, indexed.has(field.name) ? mostIndexed : mostText)
      shape[field.name] = which === 'whole' && field.mode === 'required' ? value : value.optional()
    }
    return shape
  }
  const owned = () => {
    const shape: Record<string, z.ZodType> = {}
    for (const relation of entity.owns) {
      const entity = entityOf(schema, relation.to)
      const id = z.string().min(1).max(mostText).meta({ ref: relation.to })
      const { fromText, appended } = entity
      const line = z.strictObject({ ...shapeOf(entity, 'whole'), ...(appended ? {} : { id: id.optional() }) })
      const item = fromText === undefined ? line : z.union([textItem(fromText).pipe(line), line])
      const list = z.array(item).max(1000)
      const changes = z.strictObject({ add: list.optional(), remove: z.array(id).max(1000).optional() })
      shape[relation.name] = (appended ? list : z.union([list, changes])).optional()
    }
    return shape
  }
  const staged = () => (entity.staged ? { pipeline: z.string().optional(), stage: z.string().optional() } : {})
  const custom = () => {
    const own = customFieldsOf(entity).map((field) => [ownName(field.name), schemaOf(field, mostText).optional()])
    return own.length === 0 ? {} : { custom: z.strictObject(Object.fromEntries(own)).optional() }
  }
  const createSchema = once(() => z.strictObject({ ...shapeOf(entity, 'whole'), ...custom(), ...staged(), ...owned() }))
  const patchSchema = once(() => z.strictObject({ ...shapeOf(entity, 'some'), ...custom(), ...owned() }))
  const generatedSchema = once(() => z.strictObject(shapeOf(entity, 'generated')))
  return {
    create: (input, at) => flat(checkedRecord(entity, createSchema(), input, at)),
    patch(input, at) {
      if (entity.staged) refuseStage(input, at)
      return flat(checkedRecord(entity, patchSchema(), input, at))
    },
    generated: (input, at) => checked(generatedSchema(), input, at),
    get createSchema() {
      return createSchema()
    },
    get patchSchema() {
      return patchSchema()
    },
  }
}

/** Characters, unless the field says otherwise. Postgres takes 2,704 bytes in an entry of an index, with the tenant and the id. */
const [mostText, mostIndexed] = [1000, 255]

function refuseStage(input: unknown, at: string): void {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, 'stage')) return
  const path = at === '' ? 'stage' : `${at}.stage`
  throw new CrmError('UNKNOWN_KEY', { details: { path }, hint: 'A record goes to another stage by move.' })
}

/** The check of one field's values; instants leave it in their canonical spelling. */
function schemaOf(field: FieldIR, most: number): z.ZodType {
  const value = kindOf(field, most)
  return field.nullable ? value.nullable() : value
}

/** One value of a field, checked: `INVALID` at the path else. */
export function checkedValue(field: FieldIR, value: unknown, path: string): unknown {
  return checked(schemaOf(field, mostText), value, path)
}

function kindOf(field: FieldIR, most: number): z.ZodType {
  const { min, max } = field
  switch (field.kind) {
    case 'integer':
      return wholeNumber(min, max, 'expected a whole number, exact up to 2^53 - 1')
    case 'money':
      return wholeNumber(min, max, 'expected a whole number of minor units: 12.50 is 1250')
    case 'number':
      return z
        .number()
        .min(min ?? -Number.MAX_VALUE)
        .max(max ?? Number.MAX_VALUE)
        .transform(noMinusZero)
    case 'boolean':
      return z.boolean()
    case 'enum':
      return z.enum([...(field.values ?? [])])
    case 'date':
      return z.string().refine(isDate, 'expected a day as YYYY-MM-DD')
    case 'datetime':
      return z.string().transform((text, context) => {
        const instant = parseInstant(text)
        if (instant !== undefined) return instant
        context.addIssue({ code: 'custom', message: 'expected an instant in ISO 8601 with an offset' })
        return z.NEVER
      })
    case 'email':
      return z.string().max(320).refine(isEmail, 'expected an e-mail address')
    case 'json':
      return json(field)
    case 'ref':
      return text(min ?? 0, max ?? 1000).meta({ ref: field.to })
    case 'text':
      return text(min ?? 0, max ?? 1_000_000)
    default:
      return patterned(field, min ?? 0, max ?? most)
  }
}

function wholeNumber(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, problem: string): z.ZodType {
  return z.int(problem).min(min).max(max).transform(noMinusZero)
}

function text(min: number, max: number): z.ZodType {
  return z.string().min(min).max(max).refine(isSound, unsound)
}

/** A text that stands for an item of a list. */
const textItem = (fromText: (text: string) => Row) =>
  z.string().min(1).max(mostText).refine(isSound, unsound).transform(fromText)

const unsound = 'expected well-formed Unicode without U+0000'

function patterned({ pattern, expected = pattern }: FieldIR, min: number, max: number): z.ZodType {
  const value = z.string().min(min).max(max)
  const whole = pattern === undefined ? value : value.regex(new RegExp(`^(?:${pattern})$`, 'u'), `expected ${expected}`)
  return whole.refine(isSound, unsound)
}

const noMinusZero = (value: number): number => (value === 0 ? 0 : value)

function json({ schema }: FieldIR): z.ZodType {
  return z.unknown().transform((value, context) => {
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    const given = plainJson(value)
    if ('problem' in given) return refuse(given.problem)
    if (schema === undefined) return given.value
    const parsed = safeParse(schema(), given.value)
    if (!parsed.success) {
      for (const issue of parsed.error.issues) context.addIssue({ ...issue, input: value } as never)
      return z.NEVER
    }
    const plain = plainJson(parsed.data)
    if ('problem' in plain) return refuse(plain.problem)
    if (namesProto(given.value) && !namesProto(plain.value)) return refuse('has a key __proto__')
    return plain.value
  })
}
