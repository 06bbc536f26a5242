import { suffix } from './command.ts'
import { type Call, change, gives, matching, type Rule, recordRules, toChange } from './records.ts'
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

interface Given {
  readonly name: string
  readonly externalId?: string
  readonly city?: string
  readonly ownerId?: string | null
  readonly tags?: readonly string[]
}

/** The one that has a value which nobody else may have; in the bin it has it no longer. */
const holder = (world: World, externalId: unknown): Thing | undefined =>
  (externalId ?? null) === null
    ? undefined
    : world.things.find(({ kind, binned, values }) => kind === 'company' && !binned && values.externalId === externalId)

function forHimself(actor: Actor, ownerId: string | null | undefined): string {
  const owner = ownerId ?? actor.user
  allowed(actor.name === 'admin' || owner === actor.user)
  return owner
}

function made({ world, actor }: Call, label: string, { ownerId, tags = [], ...values }: Given): Thing {
  const owner = forHimself(actor, ownerId)
  if (holder(world, values.externalId) !== undefined) throw new Refused('DUPLICATE')
  const thing = world.add('company', label, owner, { externalId: null, city: null, ...values })
  thing.tags = [...new Set(tags)]
  return thing
}

const membersOf = ({ shares }: Thing) => Object.entries(shares).map(([user, level]) => `${user} ${level}`)

export const companyRules: Record<string, Rule> = {
  ...recordRules('company', ({ world }, { values }) => {
    if (holder(world, values.externalId) !== undefined) throw new Refused('DUPLICATE')
  }),
  create(call) {
    allowed(call.actor.name !== 'viewer')
    return rowOf(made(call, String(call.command.label), call.command.input as Given))
  },
  createMany(call) {
    allowed(call.actor.name !== 'viewer')
    const all = call.command.input as readonly Given[]
    for (const { ownerId } of all) forHimself(call.actor, ownerId)
    return call.world.whole(() => all.map((one, n) => made(call, suffix(String(call.command.label), n), one).label))
  },
  update(call) {
    const thing = toChange(call, 'company')
    const given = call.command.input as Given
    const other = holder(call.world, given.externalId)
    if (other !== undefined && other !== thing) throw new Refused('DUPLICATE')
    change(thing, given)
    return rowOf(thing)
  },
  upsert(call) {
    const { world, actor, command } = call
    allowed(actor.name !== 'viewer')
    const { record } = command.input as { record: Given }
    const there = holder(world, record.externalId)
    if (there === undefined) return { created: true, record: rowOf(made(call, String(command.label), record)) }
    if (!reads(actor, there)) throw new Refused('DUPLICATE')
    allowed(changes(actor, there))
    gives(actor, there, record.ownerId)
    change(there, record)
    return { created: false, record: rowOf(there) }
  },
  updateMany({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const { where, set } = command.input as { where: Record<string, unknown>; set: Record<string, unknown> }
    const found = matching(world, 'company', where).filter((thing) => reads(actor, thing) && changes(actor, thing))
    // Those that are so already are not changed, and not counted.
    return { count: found.filter((thing) => put(thing, set)).length }
  },
  deleteMany({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const { where } = command.input as { where: Record<string, unknown> }
    const found = matching(world, 'company', where).filter((thing) => removes(actor, thing))
    for (const thing of found) {
      thing.binned = true
      thing.version++
    }
    return { count: found.length }
  },
  claim({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const thing = world.find('company', command.id)
    if (thing === undefined || thing.binned) throw new Refused('NOT_FOUND')
    if (thing.ownerId !== null) throw new Refused('ALREADY_CLAIMED')
    if (command.ifVersion !== undefined && command.ifVersion !== thing.version) throw new Refused('VERSION_CONFLICT')
    change(thing, { ownerId: actor.user })
    return rowOf(thing)
  },
  share(call) {
    const thing = toChange(call, 'company')
    const { user, level } = call.command.input as { user: string; level: 'read' | 'write' }
    thing.shares[user] = level
    return membersOf(thing)
  },
  unshare({ world, actor, command }) {
    const thing = world.seen(actor, 'company', command.id)
    const { user } = command.input as { user: string }
    allowed(user === actor.user || changes(actor, thing))
    delete thing.shares[user]
    return membersOf(thing)
  },
  tag({ world, actor, command }) {
    allowed(actor.name !== 'viewer')
    const thing = world.seen(actor, 'company', command.id)
    unchanged(thing, command.ifVersion)
    allowed(changes(actor, thing))
    const { add = [], remove = [] } = command.input as { add?: string[]; remove?: string[] }
    const tags = new Set([...thing.tags.filter((tag) => !remove.includes(tag)), ...add])
    const same = tags.size === thing.tags.length && thing.tags.every((tag) => tags.has(tag))
    thing.tags = [...tags]
    if (!same) thing.version++
    return rowOf(thing)
  },
}
