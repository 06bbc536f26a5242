import type { Registered } from '../registry.ts'
import { eraseSubject } from '../subject/verbs.ts'
import { amend } from './amend.ts'
import { assign } from './assign.ts'
import { claim } from './claim.ts'
import { create, createMany } from './create.ts'
import { remove, removeMany, restore } from './delete.ts'
import { move } from './move.ts'
import { reconvert } from './reconvert.ts'
import { share, unshare } from './share.ts'
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
    claim,
    eraseSubject,
    share,
    unshare,
    reconvert,
    set: assign,
    amend,
  }),
)

/** The keys of the record operations that write. */
export const writeKeys: readonly string[] = [...verbs.keys()]

/** How a record operation writes; undefined for reads and for plugins' own operations. */
export function writeVerb({ by, key }: Registered): WriteVerb | undefined {
  return by === 'record' ? verbs.get(key) : undefined
}
