import { EntitySchema, Type } from '@mikro-orm/core'
import type { Row } from '../common/columns.ts'
import { type Kind, type Table, tables } from '../common/tables.ts'

/** Whole numbers: the driver reads Postgres' as text. */
class Whole extends Type<number | null, string | number | null> {
  override convertToJSValue(value: string | number | null): number | null {
    return value === null ? null : Number(value)
  }
  override getColumnType(): string {
    return 'bigint'
  }
}

type PropertyType = 'text' | 'integer' | 'double' | 'boolean' | 'date' | 'datetime' | typeof Whole

/** The text of JSON stays text, as raw writes it. */
const types: Readonly<Record<'sqlite' | 'postgres', Readonly<Partial<Record<Kind, PropertyType>>>>> = {
  sqlite: { integer: 'integer', real: 'double', boolean: 'integer' },
  postgres: { integer: Whole, real: 'double', boolean: 'boolean', date: 'date', instant: 'datetime' },
}

/** What a record does not show, and is not read with it. */
const hidden: ReadonlySet<string> = new Set(['tenant', 'name_search', 'phone_search', 'extra'])

/** The tables as MikroORM has them without decorators. */
export function entitiesOf(storage: 'sqlite' | 'postgres') {
  const entity = (name: string, { name: tableName, columns }: Table) =>
    new EntitySchema<Row>({
      name,
      tableName,
      properties: Object.fromEntries(
        columns.map(({ property, column, kind }) => [
          property,
          {
            type: types[storage][kind] ?? 'text',
            fieldName: column,
            ...(column === 'id' ? { primary: true } : { nullable: true, lazy: hidden.has(column) }),
          },
        ]),
      ),
    })
  return {
    contacts: entity('Contact', tables.contact),
    points: entity('Point', tables.point),
    deals: entity('Deal', tables.deal),
    stays: entity('Stay', tables.stay),
    audit: entity('Audit', tables.audit),
    outbox: entity('Outbox', tables.outbox),
  }
}
