import assert from 'node:assert/strict'
import { isCrmError } from '@guanxi/core'
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
      for (const operation of subject.own) {
        const call = await place.prepare(operation)
        if (kindOf(place, operation) === 'command') {
          const before = JSON.stringify(await rowsOf(place))
          const options = { ...(call.options as object | undefined), dryRun: true }
          const preview = await place.call(place.admin(), operation, { ...call, options })
          if ((preview as { dryRun?: unknown }).dryRun !== true)
            problems.push(`a dry run of ${operation} is no preview`)
          if (JSON.stringify(await rowsOf(place)) !== before) problems.push(`a dry run of ${operation} has written`)
        }
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
