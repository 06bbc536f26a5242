import { type Access, columnTypeOf, type EntityIR, entityOf, type FieldIR, type Schema } from '@guanxi/core/storage'
import type { Dialect, ParameterType } from '../dialect.ts'
import { id, type Sql, sql } from '../fragment.ts'
import type { Names } from '../names.ts'
import { isExact } from '../plan/shape.ts'
import { tenantSlot } from '../plan/shape-query.ts'
import type { SearchIndexes } from '../search-indexes.ts'

/** What the lowering of one query shares. */
export class Lowering {
  readonly dialect: Dialect
  readonly names: Names
  readonly schema: Schema
  /** Null where everything is seen. */
  readonly access: Access | null
  /** What is the best way hangs on the values. */
  anew = false
  /** It is a page by id. */
  byId = false
  readonly #indexed: Storage['indexed']
  readonly #at: ReadonlyMap<object, number>
  #aliases = 0

  constructor(
    storage: Storage,
    { overlay }: Pick<EntityIR, 'overlay'>,
    access: Access | null,
    at: ReadonlyMap<object, number>,
  ) {
    this.dialect = storage.dialect
    this.names = storage.names
    this.schema = overlay ?? storage.schema
    this.access = access
    this.#indexed = storage.indexed
    this.#at = at
  }

  alias(): string {
    return `t${this.#aliases++}`
  }

  entity(name: string): EntityIR {
    return entityOf(this.schema, name)
  }

  /** Whether an entity's search texts have an index. */
  isIndexed({ plural }: EntityIR): boolean {
    return this.#indexed.has(plural)
  }

  /** The place of a node's first value. */
  slotOf(node: object): number {
    const slot = this.#at.get(node)
    if (slot === undefined) throw new TypeError('a node without values')
    return slot
  }

  tenant(): Sql {
    return this.dialect.parameter({ slot: tenantSlot }, 'text')
  }

  /** A value as it compares with a field. */
  value(slot: number, field: FieldIR): Sql {
    const type = columnTypeOf(field.kind)
    return this.dialect.parameter({ slot, encode: this.dialect.codec(type).encode }, type)
  }

  /** A value as it compares with an integer field, though it may not be one. */
  number(slot: number, field: FieldIR, value: unknown): Sql {
    return isExact(value) || columnTypeOf(field.kind) !== 'integer'
      ? this.value(slot, field)
      : this.typed(slot, 'exact')
  }

  typed(slot: number, type: ParameterType, encode?: (value: unknown) => unknown): Sql {
    return this.dialect.parameter(encode === undefined ? { slot } : { slot, encode }, type)
  }

  table(entity: EntityIR, alias: string): Sql {
    return sql`${this.names.table(entity.plural)} as ${id(alias)}`
  }
}

/** What a storage's lowering needs of it. */
export interface Storage {
  readonly dialect: Dialect
  readonly names: Names
  readonly schema: Schema
  readonly indexed: SearchIndexes
}
