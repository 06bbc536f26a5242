import { type ColumnType, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm'
import type { Row } from '../common/columns.ts'
import { type Kind, type Table, tables } from '../common/tables.ts'

/** The text of JSON stays text, as raw writes it. */
const types: Readonly<Record<'sqlite' | 'postgres', Readonly<Partial<Record<Kind, ColumnType>>>>> = {
  sqlite: { integer: 'integer', real: 'real', boolean: 'integer' },
  postgres: {
    integer: 'integer',
    real: 'double precision',
    boolean: 'boolean',
    date: 'date',
    instant: 'timestamptz',
  },
}

/** The tables as TypeORM has them without decorators. */
export function entitiesOf(storage: 'sqlite' | 'postgres') {
  const entity = ({ name, columns }: Table) =>
    new EntitySchema<Row>({
      name,
      tableName: name,
      columns: Object.fromEntries(
        columns.map(({ property, column, kind }): [string, EntitySchemaColumnOptions] => [
          property,
          { name: column, type: types[storage][kind] ?? 'text', primary: column === 'id', nullable: column !== 'id' },
        ]),
      ),
    })
  return {
    contacts: entity(tables.contact),
    points: entity(tables.point),
    deals: entity(tables.deal),
    stays: entity(tables.stay),
    audit: entity(tables.audit),
    outbox: entity(tables.outbox),
  }
}
