import type { Registered } from '../registry.ts'
import { create, createMany } from './create.ts'
import { remove, removeMany, restore } from './delete.ts'
import { move } from './move.ts'
import { update, updateMany } from './update.ts'
import { upsert } from './upsert.ts'
import type { WriteVerb } from './verb.ts'

const verbs: ReadonlyMap<string, WriteVerb> = new Map(
  Object.entries({
    create,
    createMany,
    update,
    updateMany,
    upsert,
    delete: remove,
    deleteMany: removeMany,
    restore,
    move,
  }),
)

/** How a record operation writes; undefined for reads and for plugins' own operations. */
export function writeVerb({ by, key }: Registered): WriteVerb | undefined {
  return by === 'record' ? verbs.get(key) : undefined
}
