import { type Actor, noPolicy, type Policy, policyOf } from '../access/index.ts'
import type { PhoneNormalizer } from '../phone/index.ts'
import type { QueryContext, ZoneTables } from '../query/index.ts'
import type { Clock } from '../time/index.ts'
import type { View } from './view.ts'

/** An actor at work: what he may, compiled once and kept. */
export interface Caller {
  readonly actor: Actor
  /** What exists for him. */
  readonly view: View
  /** The same actor where something else exists. */
  under(view: View): Caller
  /** What the queries of this instant are checked with. */
  context(now: number): QueryContext
  /** Null: the system, or an elevated operation: everything may be seen and done. */
  policy(now: number): Policy | null
}

/** What policies are made from. */
export interface PolicySource {
  readonly clock: Clock
  /** The zone of calendar days and months. */
  readonly zone: string
  readonly zones: ZoneTables
  readonly phones: PhoneNormalizer
}

export function callerOf(source: PolicySource, view: View, actor: Actor): Caller {
  const { zone, zones, phones } = source
  const { schema } = view
  const context = (now: number): QueryContext => ({
    schema,
    now,
    zone,
    zones,
    phones,
    actor: { user: actor.user },
  })
  let other: Caller | undefined
  const under = (wanted: View): Caller => {
    if (wanted === view) return caller
    if (other?.view !== wanted) other = callerOf(source, wanted, actor)
    return other
  }
  const caller: Caller = {
    actor,
    view,
    under,
    context,
    policy: actor.type === 'system' ? () => null : policyIn(view, actor, context),
  }
  return caller
}

/** What an actor may, compiled when it is first asked for. Throws `ROLE_UNKNOWN` then. */
function policyIn({ roles, schema, revoked }: View, actor: Actor, context: Caller['context']): Caller['policy'] {
  if (revoked.has(actor.user)) return () => noPolicy
  let kept: Policy | undefined
  let timed = false
  return (now) => {
    if (kept === undefined) {
      // Only a rule with a relative time means something else at another instant.
      timed = /"(ago|ahead)"/.test(JSON.stringify(actor.roles.map((name) => roles.get(name))))
      kept = policyOf(actor, roles, schema, context(now))
    }
    return timed ? policyOf(actor, roles, schema, context(now)) : kept
  }
}

/** The same actor without the limits of his roles: for operations marked `elevate`. */
export function elevated(caller: Caller): Caller {
  return { ...caller, policy: () => null, under: (view) => elevated(caller.under(view)) }
}
