import assert from 'node:assert/strict'
import { type CodeDefinition, coreCodes } from '@guanxi/core'
import { isText } from '@guanxi/core/storage'
import * as z from 'zod'
import type { PluginCase } from './case.ts'
import type { Subject } from './subject.ts'

const hooksOn = (entity: string) => `hooks.${entity}`

/** Whether a name in the list of what is elevated is that of hooks. */
export const isOfHooks = (name: string): boolean => name.startsWith(hooksOn(''))

/** What a definition promises by itself. */
export const definitionCases: readonly PluginCase[] = [
  {
    name: 'it is frozen: nobody can change it once it is made',
    run: ({ options: { plugin }, definition }) =>
      none([...(Object.isFrozen(plugin) ? [] : ['the plugin']), ...unfrozen(definition, 'definition')]),
  },
  {
    name: 'its names are spelled as names are',
    run({ definition: { version, operations, facts, roles, errors, migrations } }) {
      const keys = Object.entries(operations).flatMap(([resource, own]) => [resource, ...Object.keys(own)])
      const ids = migrations.map(({ id }) => id)
      none([
        ...unlike(/^\d+\.\d+\.\d+/, 'is no version, such as 1.0.0', [version]),
        ...unlike(/^[a-z][a-zA-Z0-9]*$/, 'is no name of an operation, such as enrolLate', keys),
        ...unlike(/^[a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]*$/, 'is no fact, such as student.enrolled', facts),
        ...unlike(/^[a-z][a-zA-Z0-9-]*$/, 'is no name of a role', Object.keys(roles)),
        ...unlike(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, 'is no code, such as COURSE_FULL', Object.keys(errors)),
        ...unlike(/^\d{4}_[a-z0-9_]+$/, 'is no id of a migration, such as 0001_start', ids),
        ...(ids.join() === [...new Set(ids)].toSorted().join()
          ? []
          : ['its migrations are not in the order of their ids']),
      ])
    },
  },
  {
    name: 'its errors have a status, and words in English and Chinese with the same details',
    run: ({ definition: { errors } }) =>
      none(Object.entries(errors).flatMap(([code, words]) => wordless(words).map((what) => `${code} ${what}`))),
  },
  {
    name: 'its contracts name errors that exist, and say what they do',
    run({ definition, needs }) {
      const others = needs.flatMap((plugin) => Object.keys(plugin['~definition'].errors))
      const known = new Set([...Object.keys(coreCodes), ...others, ...Object.keys(definition.errors)])
      none(
        contractsOf(definition).flatMap(([name, { errors, summary }]) => [
          ...errors.filter((code) => !known.has(code)).map((code) => `${name} names ${code}, which nobody declares`),
          ...(/^\S.*\.$/.test(summary) ? [] : [`${name} needs a summary: one sentence with a full stop`]),
        ]),
      )
    },
  },
  {
    name: 'only these hooks act without the limits of the actor',
    run({ options: { elevated = [] }, definition: { hooks } }) {
      const found = Object.entries(hooks).flatMap(([entity, own]) =>
        [own].flat().some(({ elevate }) => elevate === true) ? [hooksOn(entity)] : [],
      )
      assert.deepEqual(found.toSorted(), elevated.filter(isOfHooks).toSorted())
    },
  },
  {
    name: 'its inputs can be told as JSON schemas',
    run: ({ definition }) =>
      none(
        contractsOf(definition).flatMap(([name, { input }]) => {
          try {
            z.toJSONSchema(input, { io: 'input', unrepresentable: handedOn })
            return []
          } catch (error) {
            return [`${name}: ${String(error)}`]
          }
        }),
      ),
  },
  {
    name: 'every text says whether it tells of a person',
    run: ({ definition: { entities, extend } }) =>
      none(
        [...entities.map(({ name, fields }) => [name, fields] as const), ...Object.entries(extend)].flatMap(
          ([entity, fields]) =>
            Object.entries(fields)
              .filter(([, { spec }]) => isText(spec) && spec.class === undefined)
              .map(([name]) => `${entity}.${name} is .pii(), .sensitive() or .plain()`),
        ),
      ),
  },
]

/** What `inputOf` and `patchOf` stand for has a schema of its own: that of the creation or update. */
const handedOn: z.core.UnrepresentableHandler = ({ zodSchema }) =>
  z.globalRegistry.get(zodSchema)?.input === undefined ? 'throw' : 'any'

/** Fails with the list of what is wrong. */
export const none = (problems: readonly string[]): void => assert.deepEqual(problems, [])

function contractsOf({ operations }: Subject['definition']) {
  return Object.entries(operations).flatMap(([resource, own]) =>
    Object.entries(own).map(([key, contract]) => [`${resource}.${key}`, contract] as const),
  )
}

const unlike = (pattern: RegExp, problem: string, names: readonly string[]): readonly string[] =>
  names.filter((name) => !pattern.test(name)).map((name) => `${name} ${problem}`)

function wordless({ status, en, zh }: CodeDefinition): readonly string[] {
  const details = (text: string) =>
    [...text.matchAll(/\{(\w+)\}/g)]
      .map(([, name]) => name)
      .toSorted()
      .join()
  return [
    ...(Number.isInteger(status) && status >= 400 && status < 600 ? [] : [`has no status of an error: ${status}`]),
    ...(/[a-z]/i.test(en) ? [] : ['has no English words']),
    ...(/\p{Script=Han}/u.test(zh) ? [] : ['has no Chinese words']),
    ...(details(en) === details(zh) ? [] : ['names other details in Chinese']),
  ]
}

/** Plain objects and lists that are not frozen, by their paths. */
function unfrozen(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return []
  const inner = Object.entries(value).flatMap(([key, part]) => unfrozen(part, `${path}.${key}`))
  return Object.isFrozen(value) ? inner : [path, ...inner]
}
