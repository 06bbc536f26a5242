import { isCrmError, type PluginTypes } from '@guanxi/core'
import { type Attack, foreignIds, foreignWheres, nobody, unknownKeys, wrongCalls, wrongTypes } from './attacks.ts'
import { columns } from './columns.ts'
import type { FixtureCall } from './fixtures.ts'
import { type JsonSchema, textsIn, withValue } from './positions.ts'
import { emptyTenant, otherTenant, type World } from './world.ts'

/** Which inputs are tried that no contract takes. They do not reach the storage: one that has seen all of them is enough. */
export type Inputs = 'all' | 'some' | 'none'

/** Of the columns that are no keys, one in so many makes some. */
const share = 5

type Run = (call: FixtureCall) => Promise<unknown>

/** What is wrong about how an operation refuses what it must; nothing is to be committed meanwhile. */
export async function refusals<T extends PluginTypes>(
  world: World<T>,
  operation: string,
  call: FixtureCall,
  inputs: Inputs,
): Promise<readonly string[]> {
  const { traffic, crm, description } = world
  const { input, target, kind } = world.describe(operation)
  const schema = input as JsonSchema
  const resource = operation.split('.')[0]
  const entity = description.entities.find(({ plural }) => plural === resource)
  const tenant = world.tenantOf(operation)
  const ids = world.ids(tenant)
  const problems: string[] = []

  const outcomeOf = async (run: Run, given: FixtureCall): Promise<Outcome> => {
    const outcome = await answered(() => run(given))
    const told = new Set(world.toldOf(JSON.stringify([given.id, given.input])))
    const wrong = [
      ...(outcome.problem === undefined ? [] : [outcome.problem]),
      ...world.toldOf(outcome.text).flatMap((id) => (told.has(id) ? [] : [`it tells of ${id}, another tenant's`])),
      ...traffic.takeKept().map((write) => `it has committed: ${write}`),
      ...traffic.takeStrays().map((stray) => `it named another tenant: ${stray}`),
    ]
    return { ...outcome, problem: wrong.length === 0 ? undefined : wrong.join('; ') }
  }
  const problemOf = async (run: Run, { call, like, answers }: Attack, other = run) => {
    const outcome = await outcomeOf(run, call)
    if (outcome.problem !== undefined) return outcome.problem
    if (!outcome.refused && answers !== true) return `it was not refused: ${outcome.text}`
    if (like === undefined) return undefined
    const expected = await outcomeOf(other, like)
    if (expected.problem !== undefined) return expected.problem
    return outcome.text === expected.text ? undefined : `${outcome.text}, and otherwise ${expected.text}`
  }
  const tried = async (who: string, run: Run, attacks: readonly Attack[], other = run) => {
    for (const one of attacks) {
      const problem = await problemOf(run, one, other)
      if (problem !== undefined) problems.push(`${who}, ${one.what}: ${problem}`)
    }
  }
  const by =
    (scope: object, of = tenant): Run =>
    (given) => {
      traffic.acting = of
      return world.call(scope, operation, given)
    }

  traffic.takeKept()
  traffic.takeStrays()
  const admin = world.admin(tenant)
  const { nobody: stranger, idle, agent, left, guest, never } = world.strangers(tenant)
  const plain: Attack = { what: 'the call itself', call }
  await tried('who has no role', by(stranger), [plain])
  await tried('whose role gives nothing', by(idle), [plain])
  const inside = idle as { transaction(run: (tx: object) => Promise<unknown>): Promise<unknown> }
  await tried('whose role gives nothing, in a transaction', (given) => inside.transaction((tx) => by(tx)(given)), [
    plain,
  ])
  if (world.through !== undefined) {
    const { call: told } = world.through
    await tried('whose role gives nothing, through a plugin', (given) => told(idle, operation, given), [plain])
  }
  // He may ask, and it is as if nothing were there.
  const empty = by(world.strangers(emptyTenant).left, emptyTenant)
  const reads = { answers: kind === 'query' }
  await tried(
    'who has left',
    by(left),
    [{ ...plain, ...reads, ...(operation.endsWith('.explain') ? {} : { like: call }) }],
    empty,
  )
  await tried('who only reads', by(agent), [{ ...plain, ...reads }])
  // What was shared once is to him as it is to whom it never was.
  if (target === 'record')
    await tried('with whom it was shared', by(guest), [{ ...plain, ...reads, like: call }], by(never))

  const places = foreignIds(call, schema, target === 'record' ? entity?.name : undefined, ids)
  const wheres = entity === undefined ? [] : foreignWheres(call, entity, ids)
  await tried('the administrator', by(admin), [...places, ...wheres])
  await tried('the system', by(crm.asSystem({ tenant, reason: 'reflection' })), [...places, ...wheres])
  if (inputs !== 'none') {
    const keys = columns(call, schema, description, resource)
    // Another part of them at each operation.
    const first = operation.length % share
    await tried('the administrator', by(admin), [
      ...unknownKeys(call, schema),
      ...(inputs === 'all' ? keys : keys.filter((_, at) => at % share === first)),
      ...wrongTypes(call, schema),
      ...wrongCalls(call),
    ])
  }

  const like = withoutOurs(call, ids.entityOf)
  const foreigner = by(world.admin(otherTenant), otherTenant)
  if (like !== undefined)
    await tried('the administrator of another tenant', foreigner, [{ ...plain, like, answers: true }])
  return problems
}

/** The same call with ids that nobody has; undefined where it names nothing that is ours. */
function withoutOurs(call: FixtureCall, entityOf: (id: string) => string | undefined): FixtureCall | undefined {
  const own = textsIn(call.input).filter(({ text }) => entityOf(text) !== undefined)
  if (own.length === 0 && call.id === undefined) return undefined
  const input = own.reduce((sofar, { path }) => withValue(sofar, path, nobody), call.input)
  return { ...call, ...(call.id === undefined ? {} : { id: nobody }), input }
}

interface Outcome {
  readonly refused: boolean
  readonly text: string
  /** What no caller should see. */
  readonly problem?: string | undefined
}

async function answered(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { refused: false, text: JSON.stringify(await run()) ?? 'undefined' }
  } catch (error) {
    const text = JSON.stringify(error) ?? String(error)
    if (isCrmError(error) && error.status >= 400 && error.status < 500) return { refused: true, text }
    return { refused: true, text, problem: `it failed: ${error instanceof Error ? error.stack : text}` }
  }
}
