import { buildSchema, defineEntity, type EntityIR, entityOf, type FieldKind, field, type Schema } from '@guanxi/core'
import * as z from 'zod'

/** Every kind of field that has values of its own. */
export const kinds = [
  'string',
  'text',
  'integer',
  'number',
  'boolean',
  'date',
  'datetime',
  'money',
  'email',
  'phone',
  'enum',
  'ref',
  'json',
] as const satisfies readonly FieldKind[]

/** How a field is kept: in a column that is never null, in one that may be, or in the JSON column. */
export const places = ['column', 'nullable', 'extra'] as const
export type Place = (typeof places)[number]

/** The field of a kind and place: `stringNullable`. */
export function fieldName(kind: FieldKind, place: Place): string {
  return `${kind}${place[0]?.toUpperCase()}${place.slice(1)}`
}

export const enumValues = ['low', 'mid', 'High', 'Ünique', '高'] as const

const required = {
  stringColumn: field.string().search(),
  textColumn: field.text().search(),
  integerColumn: field.integer(),
  numberColumn: field.number(),
  booleanColumn: field.boolean(),
  dateColumn: field.date(),
  datetimeColumn: field.datetime(),
  moneyColumn: field.money(),
  emailColumn: field.email(),
  phoneColumn: field.phone(),
  enumColumn: field.enum(enumValues),
  refColumn: field.ref('thing'),
  jsonColumn: field.json(z.unknown()),
}

const nullable = {
  stringNullable: field.string().search().optional(),
  textNullable: field.text().search().optional(),
  integerNullable: field.integer().optional(),
  numberNullable: field.number().optional(),
  booleanNullable: field.boolean().optional(),
  dateNullable: field.date().optional(),
  datetimeNullable: field.datetime().optional(),
  moneyNullable: field.money().optional(),
  emailNullable: field.email().optional(),
  phoneNullable: field.phone().optional(),
  enumNullable: field.enum(enumValues).optional(),
  refNullable: field.ref('thing').optional(),
  jsonNullable: field.json(z.unknown()).optional(),
}

const extra = {
  stringExtra: field.string().search().optional(),
  textExtra: field.text().search().optional(),
  integerExtra: field.integer().optional(),
  numberExtra: field.number().optional(),
  booleanExtra: field.boolean().optional(),
  dateExtra: field.date().optional(),
  datetimeExtra: field.datetime().optional(),
  moneyExtra: field.money().optional(),
  emailExtra: field.email().optional(),
  phoneExtra: field.phone().optional(),
  enumExtra: field.enum(enumValues).optional(),
  refExtra: field.ref('thing').optional(),
  jsonExtra: field.json(z.unknown()).optional(),
}

const thing = defineEntity({
  name: 'thing',
  plural: 'things',
  fields: {
    ...required,
    ...nullable,
    code: field.string().unique().optional(),
    currency: field.string().optional(),
    parentId: field.ref('thing').optional(),
  },
  relations: { parent: { to: 'thing', via: 'parentId', inverse: 'children' } },
  indexes: [['dateColumn', 'stringColumn']],
})

/** Related twice: by the id, and by a code of the host's. */
const part = defineEntity({
  name: 'part',
  plural: 'parts',
  fields: {
    ...required,
    ...nullable,
    currency: field.string().optional(),
    thingId: field.ref('thing').optional(),
    thingCode: field.string().index().optional(),
  },
  relations: {
    thing: { to: 'thing', via: 'thingId', inverse: 'parts' },
    coded: { to: 'thing', via: 'thingCode', on: 'code', inverse: 'codedParts' },
  },
})

const line = defineEntity({
  name: 'line',
  plural: 'lines',
  fields: { partId: field.ref('part'), amount: field.money(), quantity: field.integer().optional() },
  relations: { part: { to: 'part', via: 'partId', inverse: 'lines' } },
  ownedBy: 'part',
})

/** No bin, no versions. */
const entry = defineEntity({
  name: 'entry',
  plural: 'entries',
  fields: { at: field.datetime(), word: field.string().search(), count: field.integer().default(0) },
  keeping: 'log',
})

/** A schema with every kind of field in every place, and every kind of relation. */
export function sampleSchema(): Schema {
  return buildSchema({
    entities: [thing, part, line, entry].map((entity) => ({ owner: 'core', entity })),
    extensions: [
      { entity: 'thing', owner: 'app', fields: extra },
      { entity: 'part', owner: 'plug', fields: extra },
    ],
  })
}

/** The entities of a sample schema. */
export function sampleEntities(schema: Schema): Readonly<Record<'thing' | 'part' | 'line' | 'entry', EntityIR>> {
  return {
    thing: entityOf(schema, 'thing'),
    part: entityOf(schema, 'part'),
    line: entityOf(schema, 'line'),
    entry: entityOf(schema, 'entry'),
  }
}
