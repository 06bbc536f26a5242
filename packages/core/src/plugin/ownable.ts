import type { Answer, CallOptions } from '../operation/index.ts'
import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'

/**
 * A record has changed hands.
 *
 * @example
 * const changes = await me.companies.owners('c_1')
 * const last: OwnershipChange | undefined = changes.at(-1)
 */
export interface OwnershipChange {
  readonly id: string
  /** The user's id; null where it was nobody's. */
  readonly from: string | null
  readonly to: string | null
  readonly at: string
  /** Who did it: a user's id, or `system`. */
  readonly actor: string
  readonly reason: string | null
}

/**
 * Somebody who works on a record that is not his own.
 *
 * @example
 * const members = await me.companies.share('c_1', { user: 'u_2', level: 'read' })
 * const users = members.map(({ user }: RecordMember) => user)
 */
export interface RecordMember {
  readonly user: string
  readonly level: 'read' | 'write'
  readonly at: string
  /** Who let him in: a user's id, or `system`. */
  readonly by: string
}

/**
 * What entities whose records have an owner have too.
 *
 * @example
 * await me.companies.claim('c_1', {})
 * await me.companies.share('c_1', { user: 'u_2', level: 'write' })
 * const mine = (companies: Ownable<CoreTypes, 'company'>, id: string) => companies.owners(id)
 */
export interface Ownable<T extends HasEntities, E extends NameIn<T>> {
  /**
   * Takes a record that is nobody's: it becomes the actor's own. One of several at once wins, the others get
   * `ALREADY_CLAIMED`. A role grants it by name: `operations: ['companies.claim']`.
   */
  claim<O extends CallOptions = {}>(
    id: string,
    input: Record<string, never>,
    options?: O,
  ): Promise<Answer<RowIn<T, E>, O>>
  /**
   * Lets somebody else work on a record: read it, or change it too, if his roles have a grant with `scope: 'shared'`.
   * Whoever may update it may share it; the same user again changes his level. Answers with whom it is shared.
   */
  share<O extends CallOptions = {}>(
    id: string,
    input: { user: string; level: 'read' | 'write' },
    options?: O,
  ): Promise<Answer<readonly RecordMember[], O>>
  /** Ends it. Everybody may leave by himself. */
  unshare<O extends CallOptions = {}>(
    id: string,
    input: { user: string },
    options?: O,
  ): Promise<Answer<readonly RecordMember[], O>>
  /** With whom a record is shared, oldest first. */
  sharedWith(id: string): Promise<readonly RecordMember[]>
  /** How a record changed hands after it was made, oldest first; empty where the actor may not read whose it is. */
  owners(id: string): Promise<readonly OwnershipChange[]>
}
