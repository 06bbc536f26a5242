import { defineEntity, type FieldKind, field } from '@guanxi/core'
import {
  buildSchema,
  customName,
  customOwner,
  type EntityIR,
  entityOf,
  type FieldIR,
  overlaid,
  type Schema,
} from '@guanxi/core/storage'
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

/** How a field is kept: in a column that is never null, in one that may be, or in the JSON column; there also as a tenant's own. */
export const places = ['column', 'nullable', 'extra', 'custom'] as const
export type Place = (typeof places)[number]

/** The field of a kind and place: `stringNullable`. */
export function fieldName(kind: FieldKind, place: Place): string {
  if (place === 'custom') return customName(kind)
  return `${kind}${place[0]?.toUpperCase()}${place.slice(1)}`
}

/** The kinds that a field of a place may have. */
export function kindsAt(place: Place): readonly FieldKind[] {
  const coded: readonly FieldKind[] = ['money', 'ref', 'json']
  return place === 'custom' ? kinds.filter((kind) => !coded.includes(kind)) : kinds
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
  fields: { partId: field.ref('part').generated(), amount: field.money(), quantity: field.integer().optional() },
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

/**
 * A schema with every kind of field in every place, and every kind of relation.
 *
 * @example
 * const schema = sampleSchema()
 * storage.open(schema, { now: () => 0, sleep: async () => {} })
 */
export function sampleSchema(): Schema {
  return buildSchema({
    entities: [thing, part, line, entry].map((entity) => ({ owner: 'core', entity })),
    extensions: [
      { entity: 'thing', owner: 'app', fields: extra },
      { entity: 'part', owner: 'plug', fields: extra },
    ],
  })
}

/** The same for a tenant with fields of his own. */
export function sampleTenant(schema: Schema): Schema {
  const own = kindsAt('custom').map(ownField)
  return overlaid(schema, { fields: new Map(['thing', 'part'].map((entity) => [entity, own])), stages: new Map() })
}

function ownField(kind: FieldKind): FieldIR {
  const place = { owner: customOwner, place: 'extra', system: false } as const
  const more = kind === 'enum' ? { values: enumValues } : kind === 'integer' ? { default: 7 } : {}
  return { name: customName(kind), kind, mode: 'optional', nullable: true, ...place, ...more }
}

/**
 * The entities of a sample schema.
 *
 * @example
 * const { thing, line } = sampleEntities(sampleSchema())
 */
export function sampleEntities(schema: Schema): Readonly<Record<'thing' | 'part' | 'line' | 'entry', EntityIR>> {
  return {
    thing: entityOf(schema, 'thing'),
    part: entityOf(schema, 'part'),
    line: entityOf(schema, 'line'),
    entry: entityOf(schema, 'entry'),
  }
}
