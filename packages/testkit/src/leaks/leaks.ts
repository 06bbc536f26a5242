import type { StorageAdapter } from '@guanxi/core'
import { answerOf } from './answer.ts'
import { ask } from './ask.ts'
import { disturb, disturbances } from './disturb.ts'
import { users } from './populate.ts'
import { probe } from './probe.ts'
import type { Question } from './questions.ts'
import type { PlainRole } from './roles.ts'
import { Sight } from './sight.ts'
import { makeWorld, stored, type World } from './world.ts'

/**
 * What {@link leaks} takes. A tuple is a set of roles, an actor and a question; a world is the records that they are about.
 *
 * @example
 * const options: LeaksOptions = { storage: () => sqlite(':memory:'), tuples: 200, seed: 7 }
 */
export interface LeaksOptions {
  /** Opens the storage of one world; several may share a database. Closed after the world. */
  readonly storage: () => StorageAdapter
  readonly tuples: number
  readonly seed: number
  /** Tuples on the same records. */
  readonly tuplesPerWorld?: number
  readonly onProgress?: (tuples: number) => void
}

/**
 * Where the SDK told more, or less, than the actor may see.
 *
 * @example
 * const tell = ({ kind, seed, user, question }: Leak) => `${kind}, seed ${seed}, ${user}: ${JSON.stringify(question)}`
 */
export interface Leak {
  /** Gives the same world and tuple again. */
  readonly seed: number
  /** `answer`: not what the oracle says. `interference`: hidden records show. `write`: a hidden record is told from none, or changed. */
  readonly kind: 'answer' | 'interference' | 'write'
  readonly user: string
  readonly roles: readonly PlainRole[]
  readonly question: Question | string
  readonly expected: unknown
  readonly actual: unknown
}

/**
 * What {@link leaks} has found: `leak` is undefined where nobody learned anything. Few `telling` answers would prove little.
 *
 * @example
 * const passed = ({ leak, telling }: LeaksReport) => leak === undefined && telling > 0
 */
export interface LeaksReport {
  readonly tuples: number
  /** Pairs of worlds that look the same to the actor, whose answers were compared byte for byte. */
  readonly pairs: number
  /** Answers that told something: rows, a count, a group. */
  readonly telling: number
  readonly leak: Leak | undefined
}

/**
 * Random roles, records, actors and questions, up to the first leak or over-denial.
 *
 * @example
 * const { leak } = await leaks({ storage: () => sqlite(':memory:'), tuples: 200, seed: 7 })
 * expect(leak).toBeUndefined()
 */
export async function leaks(options: LeaksOptions): Promise<LeaksReport> {
  const { tuples, seed, tuplesPerWorld = 50 } = options
  let [pairs, telling] = [0, 0]
  for (let done = 0; done < tuples; done += tuplesPerWorld) {
    const world = await makeWorld(options.storage(), seed + done)
    try {
      const most = Math.min(done + tuplesPerWorld, tuples)
      for (let i = done; i < most; i++) {
        const { leak, compared, told } = await tuple(world)
        if (compared) pairs++
        if (told) telling++
        if (leak !== undefined) return { tuples: i + 1, pairs, telling, leak }
      }
      const leak = await changed(world)
      if (leak !== undefined) return { tuples: most, pairs, telling, leak }
      options.onProgress?.(most)
    } finally {
      await world.crm.close()
    }
  }
  return { tuples, pairs, telling, leak: undefined }
}

interface Outcome {
  readonly leak: Leak | undefined
  readonly compared: boolean
  readonly told: boolean
}

async function tuple(world: World): Promise<Outcome> {
  const { random, schema, crm, tenants, seed } = world
  const user = random.pick(users)
  const names = random.some(Object.keys(world.roles), 0.25)
  const roles = names.map((name) => world.roles[name] as PlainRole)
  const scope = crm.as({ user, roles: names, tenant: tenants.own })
  const sight = new Sight(world.rows.own, { schema, now: world.now, user, roles })
  const question = world.questions.make()
  const about = { seed, user, roles, question }

  const first = await ask(scope, schema, question)
  const expected = answerOf(sight, question)
  const told = tells(expected)
  // Roles that reach records over every relation of every entity may need more values than a statement takes.
  if (isTooComplex(first.answer)) return { leak: undefined, compared: false, told: false }
  if (JSON.stringify(first.answer) !== JSON.stringify(expected)) {
    return { leak: { ...about, kind: 'answer', expected, actual: first.answer }, compared: false, told }
  }

  const { done, rows } = disturbances(random, world.rows, sight, random.int(1, 4))
  await disturb(world.storage, schema, tenants, done)
  world.rows = rows
  const second = await ask(scope, schema, question)
  if (second.bytes !== first.bytes) {
    const actual = { bytes: second.bytes, done }
    return { leak: { ...about, kind: 'interference', expected: first.bytes, actual }, compared: true, told }
  }

  const tell = random.chance(0.3) ? await probe(random, scope, sight, rows) : undefined
  if (tell === undefined) return { leak: undefined, compared: done.length > 0, told }
  const asked = { ...about, question: `${tell.operation} ${tell.id}` }
  return { leak: { ...asked, kind: 'write', expected: tell.random, actual: tell.hidden }, compared: true, told }
}

const isTooComplex = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'error' in answer && answer.error === 'QUERY_TOO_COMPLEX'

function tells(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length > 0
  return typeof answer === 'number' && answer > 0
}

/** Nothing that was asked or refused has changed a record. */
async function changed({ storage, schema, tenants, rows, seed }: World): Promise<Leak | undefined> {
  const now = await stored(storage, schema, tenants)
  for (const tenant of ['own', 'other'] as const) {
    for (const { name } of schema.entities.values()) {
      const [expected, actual] = [JSON.stringify(rows[tenant][name]), JSON.stringify(now[tenant][name])]
      if (expected !== actual)
        return { seed, kind: 'write', user: '', roles: [], question: `${name} changed`, expected, actual }
    }
  }
  return undefined
}
