import { type ActorName, actors, type Kind } from './command.ts'

/** A record as the model has it. */
export interface Thing {
  readonly kind: Kind
  readonly label: string
  version: number
  binned: boolean
  ownerId: string | null
  values: Record<string, unknown>
  tags: string[]
  /** Quantity and price. */
  lines: [quantity: number, price: number][]
  /** With whom it is shared. */
  shares: Record<string, 'read' | 'write'>
}

/** What the model refuses with. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export interface Actor {
  readonly name: ActorName
  readonly user: string
}

/** All records, in the order in which they were made. */
export class World {
  things: Thing[] = []

  find(kind: Kind, label: string | undefined): Thing | undefined {
    return this.things.find((thing) => thing.kind === kind && thing.label === label?.slice(1))
  }

  add(kind: Kind, label: string, ownerId: string | null, values: Record<string, unknown>): Thing {
    const thing = { kind, label, version: 1, binned: false, ownerId, values, tags: [], lines: [], shares: {} }
    this.things.push(thing)
    return thing
  }

  /** A record that is there for an actor. */
  seen(actor: Actor, kind: Kind, label: string | undefined, binned = false): Thing {
    const thing = this.find(kind, label)
    if (thing === undefined || thing.binned !== binned || !reads(actor, thing)) throw new Refused('NOT_FOUND')
    return thing
  }

  /** All or nothing. */
  whole<T>(run: () => T): T {
    const before = structuredClone(this.things)
    try {
      return run()
    } catch (error) {
      this.things = before
      throw error
    }
  }
}

export const actorOf = (name: ActorName): Actor => ({ name, user: actors[name].user })

const owns = ({ name, user }: Actor, { ownerId }: Thing): boolean => name === 'admin' || ownerId === user

export function reads(actor: Actor, thing: Thing): boolean {
  if (actor.name === 'viewer') return thing.kind === 'company' || thing.kind === 'deal'
  if (owns(actor, thing) || thing.shares[actor.user] !== undefined) return true
  return actor.name === 'scout' && thing.ownerId === null && thing.kind !== 'deal'
}

export const changes = (actor: Actor, thing: Thing): boolean =>
  actor.name !== 'viewer' && (owns(actor, thing) || thing.shares[actor.user] === 'write')

export const removes = (actor: Actor, thing: Thing): boolean => actor.name !== 'viewer' && owns(actor, thing)

export function allowed(may: boolean): void {
  if (!may) throw new Refused('FORBIDDEN')
}

/** What the caller has seen is still so. */
export function unchanged(thing: Thing, ifVersion: number | undefined): void {
  if (ifVersion !== undefined && thing.version !== ifVersion) throw new Refused('VERSION_CONFLICT')
}

/** Sets values; whether they were others. */
export function put(thing: Thing, values: Record<string, unknown>, always = false): boolean {
  const before = JSON.stringify(thing.values)
  Object.assign(thing.values, values)
  const changed = always || JSON.stringify(thing.values) !== before
  if (changed) thing.version++
  return changed
}

export const rowOf = ({ label, version, binned, ownerId, values }: Thing) => ({
  id: label,
  version,
  binned,
  ownerId,
  ...values,
})
