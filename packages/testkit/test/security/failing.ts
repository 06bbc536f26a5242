import { CrmError, type StorageAdapter } from '@guanxi/core'
import type { Transaction, Write } from '@guanxi/core/storage'

/** A storage that refuses to write rows of one entity. */
export function failing(storage: StorageAdapter, entity: string): StorageAdapter {
  const check = (batch: readonly Write[] = []) => {
    if (batch.some((write) => write.entity.name === entity)) throw new CrmError('STORAGE_FAILED')
  }
  const guarded = (tx: Transaction): Transaction =>
    new Proxy(tx, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        return async (...parameters: unknown[]) => {
          if (key === 'write' || key === 'commit') check(parameters[0] as readonly Write[] | undefined)
          return value.apply(target, parameters)
        }
      },
    })
  return { ...storage, begin: async (options) => guarded(await storage.begin(options)) }
}
