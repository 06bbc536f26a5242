import type { Command, Kind, Seen } from './command.ts'
import {
  type Actor,
  allowed,
  changes,
  put,
  Refused,
  reads,
  removes,
  rowOf,
  type Thing,
  unchanged,
  type World,
} from './world.ts'

/** What a rule is told. */
export interface Call {
  readonly world: World
  readonly actor: Actor
  readonly command: Command
}

/** An operation as the model does it; throws {@link Refused}. */
export type Rule = (call: Call) => Seen

/** What is the same for records of every kind. */
export const recordRules = (kind: Kind, checkRestored: (call: Call, thing: Thing) => void): Record<string, Rule> => ({
  get({ world, actor, command }) {
    if (actor.name === 'viewer' && kind === 'lead') throw new Refused('FORBIDDEN')
    const thing = world.seen(actor, kind, command.id)
    const lists =
      kind === 'company' ? { tags: thing.tags.toSorted() } : kind === 'deal' ? { lines: linesOf(thing) } : {}
    return { ...rowOf(thing), ...lists }
  },
  list({ world, actor, command }) {
    if (actor.name === 'viewer' && kind === 'lead') throw new Refused('FORBIDDEN')
    const { where = {} } = command.input as { where?: Record<string, unknown> }
    return matching(world, kind, where)
      .filter((thing) => reads(actor, thing))
      .toSorted((a, b) => compare(nameOf(a), nameOf(b)))
      .map(({ label }) => label)
  },
  delete({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const thing = world.seen(actor, kind, command.id)
    allowed(removes(actor, thing))
    unchanged(thing, command.ifVersion)
    thing.binned = true
    thing.version++
    return 'done'
  },
  restore(call) {
    const { world, actor, command } = call
    allowed(actor.name !== 'viewer')
    const thing = world.seen(actor, kind, command.id, true)
    allowed(removes(actor, thing))
    unchanged(thing, command.ifVersion)
    checkRestored(call, thing)
    thing.binned = false
    thing.version++
    return rowOf(thing)
  },
})

export const matching = (world: World, kind: Kind, where: Record<string, unknown>): Thing[] =>
  world.things.filter(
    (thing) =>
      thing.kind === kind &&
      !thing.binned &&
      Object.entries(where).every(
        ([name, value]) => (name === 'ownerId' ? thing.ownerId : thing.values[name]) === value,
      ),
  )

/** A record that an actor may change as the input says. */
export function toChange({ world, actor, command }: Call, kind: Kind): Thing {
  allowed(actor.name !== 'viewer')
  const thing = world.seen(actor, kind, command.id)
  const { ownerId } = (command.input ?? {}) as { ownerId?: string | null }
  allowed(changes(actor, thing))
  if (ownerId !== undefined) allowed(removes(actor, thing))
  unchanged(thing, command.ifVersion)
  gives(actor, thing, ownerId)
  return thing
}

/** Nobody gives a record away, for he would not own it any more; and whose it is, guests do not even write. */
export function gives(actor: Actor, thing: Thing, ownerId: string | null | undefined): void {
  if (ownerId !== undefined) allowed(actor.name === 'admin' || (ownerId === actor.user && thing.ownerId === actor.user))
}

/** Gives it values, and another owner. */
export function change(thing: Thing, { ownerId, ...values }: { ownerId?: string | null }): void {
  const moved = ownerId !== undefined && ownerId !== thing.ownerId
  if (moved) thing.ownerId = ownerId
  put(thing, values, moved)
}

const nameOf = ({ values }: Thing): string => String(values.name ?? values.title)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const linesOf = ({ lines }: Thing) =>
  lines.map(([quantity, price]) => [quantity, price, quantity * price]).toSorted()
