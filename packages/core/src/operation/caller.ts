import { type Actor, type Policy, policyOf } from '../access/index.ts'
import type { QueryContext } from '../query/index.ts'
import type { Engine } from './engine.ts'

/** An actor at work: what he may, compiled once and kept. */
export interface Caller {
  readonly actor: Actor
  /** What the queries of this instant are checked with. */
  context(now: number): QueryContext
  /** Null: the system, or an elevated operation: everything may be seen and done. */
  policy(now: number): Policy | null
}

export function callerOf(engine: Engine, actor: Actor): Caller {
  const context = (now: number): QueryContext => ({
    schema: engine.schema,
    now,
    zone: engine.zone,
    actor: { user: actor.user },
  })
  if (actor.type === 'system') return { actor, context, policy: () => null }
  const compile = (now: number) => policyOf(actor, engine.roles, engine.schema, context(now))
  // Only a rule with a relative time means something else at another instant.
  const timed = /"(ago|ahead)"/.test(JSON.stringify(actor.roles.map((name) => engine.roles.get(name))))
  const policy = compile(engine.clock.now())
  return { actor, context, policy: timed ? compile : () => policy }
}

/** The same actor without the limits of his roles: for operations marked `elevate`. */
export function elevated(caller: Caller): Caller {
  return { actor: caller.actor, context: caller.context, policy: () => null }
}
