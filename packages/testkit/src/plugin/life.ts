import assert from 'node:assert/strict'
import { isCrmError } from '@guanxi/core'
import { coreMigrations, difference, replay } from '@guanxi/core/storage'
import { type Dump, dumpOf } from '../dump/dump.ts'
import type { PluginCase } from './case.ts'
import { none } from './definition.ts'
import { type Place, rowsOf, type Subject } from './subject.ts'

/** What a plugin promises from its installation to its end. */
export const lifeCases: readonly PluginCase[] = [
  {
    name: 'it boots with the plugins that it names, and with no less',
    async run(subject) {
      const { definition, needs, options } = subject
      const unnamed = needs.filter(({ id }) => !definition.dependsOn.includes(id)).map(({ id }) => id)
      none(unnamed.map((id) => `it needs ${id}: name it in dependsOn`))
      subject.instance(await subject.empty())
      for (const without of needs) {
        const left = needs.filter((plugin) => plugin !== without)
        await refused('PLUGIN_INVALID', subject, [...left, options.plugin])
      }
    },
  },
  {
    name: 'installed twice, or once more under another id, it is refused before anything runs',
    async run(subject) {
      const { needs, options, definition } = subject
      const { plugin } = options
      await refused('PLUGIN_INVALID', subject, [...needs, plugin, plugin])
      const id = `${plugin.id}-twin`
      const twin = { ...plugin, id, '~definition': { ...definition, id } }
      const { entities, extend, pipelines, operations, errors, roles, facts } = definition
      const named = [entities, facts, ...[extend, pipelines, operations, errors, roles].map(Object.keys)]
      if (named.some(({ length }) => length > 0)) await refused('PLUGIN_CONFLICT', subject, [...needs, plugin, twin])
    },
  },
  {
    name: 'its migrations lead to what its entities imply, and to nothing else',
    async run(subject) {
      const { schema } = subject.instance(await subject.empty())
      const all = [...subject.needs, subject.options.plugin].flatMap((plugin) => plugin['~definition'].migrations)
      const steps = difference(
        replay([...(await coreMigrations()), ...all].flatMap((migration) => migration.steps)),
        schema.entities.values(),
      )
      assert.deepEqual(steps, [], 'Freeze these steps in its next migration; they are the `draft` of a dry migrate()')
    },
  },
  {
    name: 'installed on a filled database and uninstalled, it leaves what it found',
    async run(subject) {
      const bare = await subject.started(subject.needs)
      await subject.records(bare)
      const found = await dumpOf(bare.storage)
      await subject.instance(bare.storage).crm.migrate()
      const left = subject.instance(bare.storage, subject.needs).crm
      await left.uninstall(subject.options.plugin, { dryRun: true })
      await left.uninstall(subject.options.plugin)
      assert.deepEqual(await dumpOf(bare.storage), found)
    },
  },
  {
    name: 'used and uninstalled, it leaves no table, no key and no word of its records',
    async run(subject) {
      const never = await subject.started(subject.needs)
      const place = await subject.started()
      await subject.records(place)
      await subject.use(place)
      const rows = await rowsOf(place)
      const gone = subject.entities(place).flatMap(({ name }) => (rows[name] ?? []).map(({ id }) => String(id)))
      const bare = subject.instance(place.storage, subject.needs)
      await bare.crm.uninstall(subject.options.plugin)
      const left = await dumpOf(place.storage)
      assert.deepEqual(left.objects, (await dumpOf(never.storage)).objects)
      none(tracesIn(left, gone, keysOf(subject, bare)))
    },
  },
  {
    name: 'two instances in one process do not know of each other',
    async run(subject) {
      const alone = await subject.started()
      const steps = await usage(subject, alone)
      for (const step of steps) await step()
      const pair = [await subject.started(), await subject.started()]
      const [left = [], right = []] = await Promise.all(pair.map((place) => usage(subject, place)))
      for (const [i, step] of left.entries()) {
        await step()
        await right[i]?.()
      }
      const expected = await dumpOf(alone.storage)
      for (const { storage } of pair) assert.deepEqual(await dumpOf(storage), expected)
    },
  },
]

async function refused(code: string, subject: Subject, plugins: Subject['needs']): Promise<void> {
  const storage = await subject.empty()
  assert.throws(
    () => subject.instance(storage, plugins),
    (error) => isCrmError(error, code),
    `expected ${code}`,
  )
}

/** Everything that the fixtures of the plugin do, step by step. */
async function usage(subject: Subject, place: Place): Promise<readonly (() => Promise<unknown>)[]> {
  const { admin, call, prepare } = place
  return subject.own.map((operation) => async () => call(admin(), operation, await prepare(operation)))
}

/** The names of its fields on records of others, where nobody else has a field of that name. */
function keysOf({ definition }: Subject, { schema }: Place): readonly string[] {
  const others = new Set([...schema.entities.values()].flatMap(({ fields }) => [...fields.keys()]))
  return Object.values(definition.extend)
    .flatMap((fields) => Object.keys(fields))
    .filter((name) => !others.has(name))
}

function tracesIn({ rows }: Dump, ids: readonly string[], keys: readonly string[]): readonly string[] {
  // Thousands of ids in thousands of lines: those that look like ids are looked up.
  const [uuids, others] = [new Set(ids.filter(isUuid)), ids.filter((id) => !isUuid(id))]
  // A key in a document, and the same in a document that is text in a row.
  const marks = [...others, ...keys.flatMap((key) => [`"${key}":`, `\\"${key}\\":`])]
  const tells = (line: string) =>
    marks.some((mark) => line.includes(mark)) || (line.match(uuid) ?? []).some((id) => uuids.has(id))
  return Object.entries(rows).flatMap(([table, lines]) => lines.filter(tells).map((line) => `${table}: ${line}`))
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const isUuid = (id: string): boolean => id.match(uuid)?.[0] === id
