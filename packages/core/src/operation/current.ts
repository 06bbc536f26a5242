import { isCrmError } from '../error/index.ts'
import type { Expectation } from '../query/index.ts'
import { isUnexpected, type Session } from '../storage/index.ts'
import type { Caller } from './caller.ts'
import type { Engine } from './engine.ts'
import type { Registered } from './registry.ts'
import type { Unit } from './unit.ts'
import type { View } from './view.ts'

/** How often a call that lost a race is run again. */
export const attempts = 5

/** The view that calls in a place go by. */
export function viewIn({ views }: Engine, unit: Unit | undefined, { actor }: Caller): View {
  return unit?.view ?? views.of(actor.tenant)
}

/** Lets the next statement of a transaction be refused where the caller's view is out of date; then it holds to the end. */
export function holdView({ views }: Engine, unit: Unit, { actor, view }: Caller, operation: Registered): void {
  const expectation = views.expectation(actor.tenant, view, operation)
  const named = expectation.hold !== undefined
  if (unit.held?.view === view && (unit.held.named || !named)) return
  unit.tx.expect(expectation)
  unit.held = { view, named }
}

/** Where a read looks, and whether the database has confirmed its view since. */
export interface Sight {
  readonly session: Session
  readonly seen: () => boolean
}

/** The sight of one read: each statement is refused where the caller's view is out of date. */
export function sightOf(engine: Engine, unit: Unit | undefined, caller: Caller, operation: Registered): Sight {
  if (unit === undefined) {
    return expecting(engine.storage.session, engine.views.expectation(caller.actor.tenant, caller.view, operation))
  }
  holdView(engine, unit, caller, operation)
  return { session: unit.tx, seen: () => !unit.tx.expecting }
}

function expecting(session: Session, expect: Expectation): Sight {
  let seen = false
  const confirmed = async <T>(answer: Promise<T>): Promise<T> => {
    const result = await answer
    seen = true
    return result
  }
  return {
    session: {
      select: (query) => confirmed(session.select({ ...query, expect })),
      selectMany: (queries) => confirmed(session.selectMany(queries.map((query) => ({ ...query, expect })))),
      aggregate: (query) => confirmed(session.aggregate({ ...query, expect })),
      explain: (query) => session.explain(query),
      write: (batch) => session.write(batch),
    },
    seen: () => seen,
  }
}

/**
 * Whether a refusal comes of a view that is out of date; the call is then to be run again. `unseen`: it was refused
 * before any statement could tell.
 */
export async function outdated(
  { views }: Engine,
  { actor, view }: Caller,
  unit: Unit | undefined,
  error: unknown,
  unseen: boolean,
): Promise<boolean> {
  if (!isUnexpected(error) && !(unseen && mayHangOnView(error))) return false
  const fresh = await views.load(actor.tenant, unit?.tx, view)
  if (unit === undefined) views.keep(actor.tenant, fresh)
  else {
    unit.view = fresh
    unit.held = undefined
  }
  return fresh !== view
}

/** Not what is wrong with the instance, the transaction or the storage. */
function mayHangOnView(error: unknown): boolean {
  return isCrmError(error) && error.status < 500 && !/^(ABORTED|TRANSACTION_)/.test(error.code)
}
