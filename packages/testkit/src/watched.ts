import type { Schema, StorageAdapter } from '@guanxi/core/storage'

/** A storage that remembers the schema that an instance gives it. */
export function watched(storage: StorageAdapter): { readonly storage: StorageAdapter; schema(): Schema } {
  let seen: Schema | undefined
  return {
    storage: {
      ...storage,
      open(schema, environment) {
        seen = schema
        storage.open(schema, environment)
      },
    },
    schema() {
      if (seen === undefined) throw new TypeError('the instance does not use the storage that it was given')
      return seen
    },
  }
}
