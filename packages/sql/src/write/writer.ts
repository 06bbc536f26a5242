import type { Write } from '@guanxi/core/storage'
import type { Storage } from '../lower/lowering.ts'
import { Deletes } from './delete.ts'
import { Inserts } from './insert.ts'
import type { PreparedWrite } from './prepared.ts'
import { Updates } from './update.ts'

/** Turns writes into statements, whose texts are kept. */
export class Writer {
  readonly #inserts: Inserts
  readonly #updates: Updates
  readonly #deletes: Deletes

  constructor(storage: Storage) {
    this.#inserts = new Inserts(storage)
    this.#updates = new Updates(storage)
    this.#deletes = new Deletes(storage)
  }

  prepare(write: Write): PreparedWrite {
    switch (write.type) {
      case 'insert':
        return this.#inserts.prepare(write)
      case 'update':
        return this.#updates.prepare(write)
      case 'delete':
        return this.#deletes.prepare(write)
    }
  }
}
