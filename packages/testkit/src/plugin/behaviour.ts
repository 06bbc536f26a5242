import assert from 'node:assert/strict'
import { isCrmError } from '@guanxi/core'
import type { FixtureCall } from '../reflection/index.ts'
import type { PluginCase } from './case.ts'
import { none } from './definition.ts'
import { ownRole, type Place, rowsOf } from './subject.ts'

/** What a plugin promises while it works. */
export const behaviourCases: readonly PluginCase[] = [
  {
    name: 'its operations answer plain JSON, and a dry run of a command writes nothing',
    async run(subject) {
      const place = await subject.started()
      const problems: string[] = []
      const calls: (readonly [string, FixtureCall])[] = []
      for (const operation of subject.own) calls.push([operation, await place.prepare(operation)])
      const commands = calls.filter(([operation]) => kindOf(place, operation) === 'command')
      const dryRun = async ([operation, call]: (typeof calls)[number]) => {
        const options = { ...(call.options as object | undefined), dryRun: true }
        return place.call(place.admin(), operation, { ...call, options })
      }
      const before = await spelled(place)
      for (const command of commands)
        if (((await dryRun(command)) as { dryRun?: unknown }).dryRun !== true)
          problems.push(`a dry run of ${command[0]} is no preview`)
      // All rows are looked at once; which of them it was is asked only where something was written.
      if ((await spelled(place)) !== before) problems.push(...(await writing(place, commands, dryRun)))
      for (const [operation, call] of calls) {
        const answer = (await place.call(place.admin(), operation, call)) ?? null
        if (!sameJson(answer)) problems.push(`${operation} answers what is no JSON`)
      }
      none(problems)
    },
  },
  {
    name: 'its queries and records tell nobody of records that he may not see',
    async run(subject) {
      const place = await subject.started()
      await subject.records(place, true)
      const stranger = place.crm.as({ user: 'u_stranger', roles: [ownRole] })
      const asked: (() => Promise<string>)[] = []
      const { telling = [] } = subject.options
      for (const operation of subject.own) {
        if (kindOf(place, operation) !== 'query' || telling.includes(operation)) continue
        const call = await place.prepare(operation)
        asked.push(async () => `${operation}: ${await answer(() => place.call(stranger, operation, call))}`)
      }
      const before = await Promise.all(asked.map((ask) => ask()))
      await subject.records(place, true)
      await subject.use(place)
      assert.deepEqual(await Promise.all(asked.map((ask) => ask())), before)
    },
  },
  {
    name: 'describe() tells all of it, as JSON',
    async run(subject) {
      const { id, entities, operations, pipelines, roles, facts } = subject.definition
      const told = subject.instance(await subject.empty()).description
      assert.deepEqual(JSON.parse(JSON.stringify(told)), told)
      const named = (list: readonly { readonly owner: string; readonly name: string }[]) =>
        list.filter(({ owner }) => owner === id).map(({ name }) => name)
      const contracts = Object.entries(operations).flatMap(([resource, own]) =>
        Object.keys(own).map((key) => `${resource}.${key}`),
      )
      const missing = [
        ...entities.filter(({ name }) => !named(told.entities).includes(name)).map(({ name }) => `entity ${name}`),
        ...contracts.filter((name) => !named(told.operations).includes(name)).map((name) => `operation ${name}`),
        ...Object.keys(pipelines).filter((name) => !told.pipelines.some((one) => one.name === name)),
        ...Object.keys(roles).filter((name) => !told.roles.includes(name)),
        ...facts.filter((type) => !told.facts.some((one) => one.type === type && one.owner === id)),
      ]
      none(missing)
    },
  },
]

const spelled = async (place: Place): Promise<string> => JSON.stringify(await rowsOf(place))

type Command = readonly [string, FixtureCall]

/** The commands that write when they are tried. */
async function writing(
  place: Place,
  commands: readonly Command[],
  dryRun: (command: Command) => Promise<unknown>,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const command of commands) {
    const before = await spelled(place)
    await dryRun(command)
    if ((await spelled(place)) !== before) found.push(`a dry run of ${command[0]} has written`)
  }
  return found.length > 0 ? found : ['a dry run has written what it writes once']
}

const kindOf = (place: Place, operation: string): string | undefined =>
  place.description.operations.find(({ name }) => name === operation)?.kind

async function answer(run: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(unplanned((await run()) ?? null))
  } catch (error) {
    if (isCrmError(error)) return JSON.stringify(error)
    throw error
  }
}

/** Without the way that the database chose, which may follow from how much there is of what nobody is told. */
function unplanned(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'sql' in answer ? { ...answer, plan: null } : answer
}

function sameJson(value: unknown): boolean {
  try {
    assert.deepEqual(JSON.parse(JSON.stringify(value)), value)
    return true
  } catch {
    return false
  }
}
