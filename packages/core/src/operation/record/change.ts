import type { EntityIR, ManyIR, Row } from '../../schema/index.ts'
import { canonical } from '../canonical.ts'
import type { WriteAction } from '../hook.ts'

/** One record on its way from `before` to `after`. */
export interface Change {
  readonly action: WriteAction
  readonly entity: EntityIR
  readonly id: string
  /** Where its input stands, for errors: `` or `[3]`. */
  readonly at: string
  readonly before: Row | null
  /** Of a move: the stage that was asked for. */
  readonly to?: string
  /** The values given, checked; hooks may change them until `apply`. */
  input: Row
  /** Generated fields that their owners set: they need no right of the actor's. */
  generated: Row
  /** Fields of the input that the actor did not give and hooks have set: they need no right of his either. */
  readonly decided: Set<string>
  /** The record as it will be; `apply` makes it. */
  after: Row
  /** Fields that differ. */
  changed: readonly string[]
  /** The records that it owns as they are, by relation, where they matter. */
  readonly there: Map<string, readonly Row[]>
  /** What was given for the lists that it owns. */
  readonly items: Map<string, Items>
  /** What happens to the records that it owns. */
  owned: readonly OwnedChange[]
  /** The stay in a stage that ends and the one that begins. */
  moved?: { readonly from: string | null; readonly to: string }
}

/** The items of a list as they are to be, and where in the input each one stands; those without an id are new. */
export interface Items {
  readonly rows: readonly Row[]
  readonly place: (index: number) => string
}

export interface OwnedChange {
  readonly relation: ManyIR
  readonly entity: EntityIR
  /** All of the owner's records afterwards. */
  readonly rows: readonly Row[]
  readonly inserted: readonly Row[]
  readonly updated: readonly { readonly before: Row; readonly after: Row }[]
  readonly removed: readonly Row[]
}

/** A change whose `after` is yet to be made. */
export function draft(parts: Pick<Change, 'action' | 'entity' | 'id' | 'at' | 'before' | 'input' | 'to'>): Change {
  return {
    ...parts,
    generated: {},
    decided: new Set(),
    there: new Map(),
    items: new Map(),
    after: parts.before ?? {},
    changed: [],
    owned: [],
  }
}

/** Whether two values of a field are the same. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && a !== null && b !== null && canonical(a) === canonical(b))
}
