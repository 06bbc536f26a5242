import type { DuckDBAppender } from '@duckdb/node-api'
import type { Row } from '@guanxi/core'
import { type EntityIR, type FieldIR, fieldOf, hasExtra, type ManyIR, type Schema, tableOf } from '@guanxi/core/storage'
import { namesOf } from '@guanxi/sql'
import { type Appending, appending } from './append.ts'

/** What is in front of the names of tables, as in every storage. */
const names = namesOf('crm_')

/** An entity whose records are copied. */
export interface Copied {
  readonly entity: EntityIR
  /** The same as its rows are stored: the fields that have columns, and the document of all others, tenants' own too. */
  readonly stored: EntityIR
  readonly table: string
  /** What it owns that is copied, too. */
  readonly owned: readonly ManyIR[]
  /** What tells whether the table is still the right one. */
  readonly shape: string
  append(appender: DuckDBAppender, tenant: string, row: Row): void
}

/** How an entity is copied; `among` are the names of all that are. */
export function copiedOf(schema: Schema, entity: EntityIR, among: ReadonlySet<string>): Copied {
  const stored = storedOf(schema, entity)
  const columns: readonly Appending[] = tableOf(entity).columns.map((column) => appending(entity, column))
  return {
    entity,
    stored,
    table: names.bareTable(entity.plural),
    owned: entity.owns.filter(({ to }) => among.has(to)),
    shape: JSON.stringify([...entity.fields.values()].map(shapeOf)),
    append(appender, tenant, row) {
      appender.appendVarchar(tenant)
      for (const column of columns) column(appender, row)
      appender.endRow()
    },
  }
}

const shapeOf = ({ name, kind, owner, place, nullable, search }: FieldIR) => [
  name,
  kind,
  owner,
  place,
  nullable,
  search,
]

/** Its own schema keeps its statements apart from those of the entity itself. */
function storedOf(schema: Schema, entity: EntityIR): EntityIR {
  const fields = [...entity.fields].filter(([, { place }]) => place === 'column')
  const extra: FieldIR = { ...fieldOf(entity, 'id'), name: 'extra', kind: 'json', nullable: false, search: false }
  return {
    ...entity,
    fields: new Map(hasExtra(entity) ? [...fields, ['extra', extra]] : fields),
    overlay: { version: 'stored', entities: schema.entities },
  }
}
