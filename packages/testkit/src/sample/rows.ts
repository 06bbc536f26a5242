import type { Row } from '@guanxi/core'
import { type EntityIR, type FieldIR, type Schema, withValues } from '@guanxi/core/storage'
import type { Random } from './random.ts'
import { samples } from './values.ts'

/**
 * The rows of one tenant, by entity.
 *
 * @example
 * const rows: SampleRows = { thing: [{ id: 't_1' }] }
 */
export type SampleRows = Readonly<Record<string, readonly Row[]>>

const sizes: Readonly<Record<string, readonly [number, number]>> = {
  thing: [6, 14],
  part: [10, 22],
  line: [8, 25],
  entry: [0, 8],
}

/**
 * Random rows: many ties and missing values, dangling references, some in the bin.
 *
 * @example
 * const rows = randomRows(new Random(7), sampleSchema())
 * console.log(rows.thing?.length)
 */
export function randomRows(random: Random, schema: Schema): SampleRows {
  const rows: Record<string, Row[]> = {}
  const currencies = random.chance(0.3) ? ['CNY', 'CNY', 'USD', null] : ['CNY', 'CNY', null]
  for (const entity of schema.entities.values()) {
    const [least, most] = sizes[entity.name] ?? [0, 5]
    const codes = random.some(['c1', 'c2', 'c3', '', 'C1', '😀'], 0.8)
    rows[entity.name] = Array.from({ length: random.int(least, most) }, (_, i) =>
      randomRow(random, entity, `id-${String(i + 1).padStart(2, '0')}`, { codes, currencies }),
    )
  }
  return rows
}

interface Pools {
  /** Each is given once. */
  readonly codes: string[]
  readonly currencies: readonly (string | null)[]
}

function randomRow(random: Random, entity: EntityIR, id: string, pools: Pools): Row {
  return withValues(
    {},
    [...entity.fields.values()].map((field) => [field.name, randomValue(random, field, id, pools)] as const),
  )
}

function randomValue(random: Random, field: FieldIR, id: string, pools: Pools): unknown {
  switch (field.name) {
    case 'id':
      return id
    case 'version':
      return random.int(1, 3)
    case 'createdAt':
    case 'updatedAt':
      return random.pick(samples.datetime)
    case 'deletedAt':
      return random.chance(0.12) ? '2026-03-01T00:00:00.000Z' : null
    case 'currency':
      return random.pick(pools.currencies)
    case 'code':
      return random.chance(0.6) ? (pools.codes.pop() ?? null) : null
    case 'thingCode':
      return random.chance(0.2) ? null : random.pick(['c1', 'c2', 'c3', '', 'C1', '😀', 'c9'])
    case 'thingId':
    case 'parentId':
    case 'partId':
      return field.nullable && random.chance(0.2) ? null : `id-${String(random.int(1, 14)).padStart(2, '0')}`
  }
  return field.nullable && random.chance(0.25) ? null : random.pick(samples[field.kind])
}
