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
import { type Schema, singularHint } from '../schema/index.ts'
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
    for (const [type, given] of Object.entries(consumers)) add(id, type, given, false)
    for (const [type, given] of Object.entries(couriers)) add(id, type, given, true)
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

/** What is told of records: `deal.moved`. */
function checkType(plugin: string, type: string, schema: Schema): void {
  const dot = type.lastIndexOf('.')
  const [name, past] = [type.slice(0, dot), type.slice(dot + 1)]
  const entity = schema.entities.get(name)
  const known = recordFacts.some((word) => word === past) && entity?.keeping === 'full' && entity.ownedBy === undefined
  if (known && (past !== 'moved' || entity.staged) && (past !== 'erased' || entity.subject !== undefined)) return
  const hint = entity === undefined ? singularHint(schema.entities.values(), name) : {}
  throw unsound(plugin, `it consumes ${type}, which nobody tells`, hint)
}

/** Those that work in a transaction, as handlers of what they are told. */
export function* toldBy(
  consumers: ReadonlyMap<string, readonly InstalledConsumer[]>,
): Generator<readonly [string, InstalledHandler]> {
  for (const { plugin, operation, consumer } of [...consumers.values()].flat())
    if (!consumer.outside)
      yield [operation.name, { plugin, handle: async (context, fact) => consumer.run(fact as Fact, context) }]
}
