import { type Actor, type Policy, policyOf, type Role } from '../access/index.ts'
import type { QueryContext, ZoneTables } from '../query/index.ts'
import type { Schema } from '../schema/index.ts'
import type { Clock } from '../time/index.ts'

/** An actor at work: what he may, compiled once and kept. */
export interface Caller {
  readonly actor: Actor
  /** What the queries of this instant are checked with. */
  context(now: number): QueryContext
  /** Null: the system, or an elevated operation: everything may be seen and done. */
  policy(now: number): Policy | null
}

/** What policies are made from. */
export interface PolicySource {
  readonly schema: Schema
  readonly roles: ReadonlyMap<string, Role>
  readonly clock: Clock
  /** The zone of calendar days and months. */
  readonly zone: string
  readonly zones: ZoneTables
}

export function callerOf({ schema, roles, clock, zone, zones }: PolicySource, actor: Actor): Caller {
  const context = (now: number): QueryContext => ({
    schema,
    now,
    zone,
    zones,
    actor: { user: actor.user },
  })
  if (actor.type === 'system') return { actor, context, policy: () => null }
  const compile = (now: number) => policyOf(actor, roles, schema, context(now))
  // Only a rule with a relative time means something else at another instant.
  const timed = /"(ago|ahead)"/.test(JSON.stringify(actor.roles.map((name) => roles.get(name))))
  const policy = compile(clock.now())
  return { actor, context, policy: timed ? compile : () => policy }
}

/** The same actor without the limits of his roles: for operations marked `elevate`. */
export function elevated(caller: Caller): Caller {
  return { actor: caller.actor, context: caller.context, policy: () => null }
}
