import { CrmError, isCrmError } from '@guanxi/core'
import { type Schema, tableOf, unexpected } from '@guanxi/core/storage'
import type { Driver } from '../driver.ts'
import { fieldName, type Names } from '../names.ts'

/** Turns what a driver throws into CrmErrors, naming the entity and the fields of a clash. */
export class Faults {
  readonly #driver: Driver
  readonly #entities = new Map<string, string>()
  readonly #indexes = new Map<string, readonly string[]>()

  constructor(driver: Driver, names: Names, schema: Schema) {
    this.#driver = driver
    for (const entity of schema.entities.values()) {
      const { table, indexes } = tableOf(entity)
      const bare = names.bareTable(table)
      this.#entities.set(bare, entity.name)
      this.#indexes.set(`${bare}_pkey`, ['id'])
      for (const index of indexes) this.#indexes.set(names.index(index.name), index.columns)
    }
  }

  of(thrown: unknown): CrmError {
    if (isCrmError(thrown)) return thrown
    const fault = this.#driver.fault(thrown)
    if (fault.type === 'error') return fault.error
    if (fault.type === 'expectation') return unexpected(thrown)
    const entity = (fault.table && this.#entities.get(fault.table)) ?? 'record'
    const named = fault.index === undefined ? undefined : this.#indexes.get(fault.index)
    const fields = named ?? fault.columns.filter((column) => column !== 'tenant').map(fieldName)
    return new CrmError('DUPLICATE', { details: { entity, fields }, cause: thrown })
  }

  /** Runs something of the driver's. */
  async map<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      throw this.of(error)
    }
  }
}
