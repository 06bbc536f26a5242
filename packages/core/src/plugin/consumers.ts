import * as z from 'zod'
import { type Fact, recordFacts } from '../event/index.ts'
import { usualAttempts } from '../job/index.ts'
import {
  type AnyConsumerDefinition,
  command,
  type InstalledConsumer,
  type InstalledHandler,
  type Registered,
} from '../operation/index.ts'
import { type EntityIR, type Schema, singularHint } from '../schema/index.ts'
import type { AnyDefinition } from './installed.ts'
import { unsound } from './order.ts'

/** Who is told of which type of fact. */
export function consumersOf(
  definitions: readonly AnyDefinition[],
  schema: Schema,
): ReadonlyMap<string, readonly InstalledConsumer[]> {
  const facts = new Set(definitions.flatMap(({ facts }) => facts))
  const found = new Map<string, InstalledConsumer[]>()
  const add = (plugin: string, type: string, given: AnyConsumerDefinition, outside: boolean) => {
    if (!facts.has(type)) checkType(plugin, type, schema)
    const { attempts = usualAttempts, run } = typeof given === 'function' ? { run: given } : given
    if (!Number.isInteger(attempts) || attempts < 1) throw unsound(plugin, `its consumer of ${type} has no attempts`)
    const consumer = { outside, run } as InstalledConsumer['consumer']
    const installed = { plugin, attempts, consumer, operation: told(plugin, outside ? `${type}, outside` : type) }
    found.set(type, [...(found.get(type) ?? []), installed])
  }
  for (const { id, consumers, couriers } of definitions) {
    for (const [type, given] of byType(id, consumers, schema)) add(id, type, given, false)
    for (const [type, given] of byType(id, couriers, schema)) add(id, type, given, true)
  }
  return found
}

/** To be told is an operation that nobody can call: it runs like any other, in the queue's transaction. */
const told = (plugin: string, type: string): Registered => ({
  name: `${plugin}: ${type}`,
  resource: plugin,
  key: type,
  owner: plugin,
  contract: command({ target: 'collection', summary: `Is told of ${type}.`, input: z.unknown, output: z.void }),
  entity: undefined,
  by: 'handler',
})

/** Who is told of each type: whoever names it, before those who name many. */
function byType(
  plugin: string,
  given: Readonly<Record<string, AnyConsumerDefinition>>,
  schema: Schema,
): ReadonlyMap<string, AnyConsumerDefinition> {
  const named = Object.entries(given).flatMap(([types, one]) => {
    const all = typesOf(plugin, types, schema)
    return all.map((type) => ({ type, one, exact: type === types }))
  })
  const first = named.toSorted((a, b) => Number(a.exact) - Number(b.exact))
  return new Map(first.map(({ type, one }) => [type, one]))
}

/** `deal.*` is whatever is told of deals, `*.erased` the erasure of anybody; anything else is itself. */
function typesOf(plugin: string, types: string, schema: Schema): readonly string[] {
  const [name, past] = partsOf(types)
  if (name !== '*' && past !== '*') return [types]
  const entities = [...schema.entities.values()].filter((entity) => name === '*' || entity.name === name)
  const found = entities.flatMap((entity) =>
    recordFacts
      .filter((word) => (past === '*' || word === past) && isTold(entity, word))
      .map((word) => `${entity.name}.${word}`),
  )
  // Of what others own, and of logs, nothing is told.
  if (found.length === 0 && !schema.entities.has(name)) throw unknown(plugin, types, schema)
  return found
}

const partsOf = (type: string): readonly [name: string, past: string] => {
  const dot = type.lastIndexOf('.')
  return [type.slice(0, dot), type.slice(dot + 1)]
}

/** What is told of records: `deal.moved`. */
function checkType(plugin: string, type: string, schema: Schema): void {
  const [name, past] = partsOf(type)
  const entity = schema.entities.get(name)
  if (entity === undefined || !isTold(entity, past)) throw unknown(plugin, type, schema)
}

const isTold = ({ keeping, ownedBy, staged, subject }: EntityIR, past: string): boolean =>
  recordFacts.some((word) => word === past) &&
  keeping === 'full' &&
  ownedBy === undefined &&
  (past !== 'moved' || staged) &&
  (past !== 'erased' || subject !== undefined)

function unknown(plugin: string, type: string, schema: Schema): Error {
  const [name] = partsOf(type)
  const hint = schema.entities.has(name) ? {} : singularHint(schema.entities.values(), name)
  return unsound(plugin, `it consumes ${type}, which nobody tells`, hint)
}

/** Those that work in a transaction, as handlers of what they are told. */
export function* toldBy(
  consumers: ReadonlyMap<string, readonly InstalledConsumer[]>,
): Generator<readonly [string, InstalledHandler]> {
  for (const { plugin, operation, consumer } of [...consumers.values()].flat())
    if (!consumer.outside)
      yield [operation.name, { plugin, handle: async (context, fact) => consumer.run(fact as Fact, context) }]
}
