import assert from 'node:assert/strict'
import { defineEntity, field } from '@guanxi/core'
import {
  type AppliedMigration,
  buildSchema,
  type EntityIR,
  entityOf,
  fieldOf,
  type MigrationPort,
  type MigrationStep,
  sleep,
  tableOf,
} from '@guanxi/core/storage'
import * as z from 'zod'
import { stepsOf } from '../sample/migrate.ts'
import type { ConformanceCase } from './case.ts'
import { refuses } from './kit.ts'

const migration = (id: string): AppliedMigration => ({
  owner: 'test',
  id,
  checksum: 'c',
  at: '2026-01-01T00:00:00.000Z',
})
const table = (name: string): MigrationStep => {
  return { step: 'createTable', table: name, columns: [{ name: 'id', type: 'text', nullable: false }] }
}
const ids = (applied: readonly AppliedMigration[] | null): string =>
  (applied ?? [])
    .filter(({ owner }) => owner === 'test')
    .map(({ id }) => id)
    .toSorted()
    .join(' ')

async function run(port: MigrationPort, id: string, steps: readonly MigrationStep[]): Promise<void> {
  await port.locked((locked) => locked.apply(migration(id), steps))
}

const copied = entityOf(
  buildSchema({
    entities: [
      {
        owner: 'test',
        entity: defineEntity({
          name: 'copied',
          plural: 'copies',
          keeping: 'log',
          fields: {
            word: field.string(),
            at: field.datetime().optional(),
            kind: field.string(),
            first: field.boolean(),
            count: field.integer(),
            notes: field.json(z.unknown()),
          },
        }),
      },
    ],
  }),
  'copied',
)
const idOf = (entity: EntityIR) => ({ path: { hops: [], field: fieldOf(entity, 'id') }, direction: 'asc' }) as const

export const migrationCases: readonly ConformanceCase[] = [
  {
    name: 'a migration is applied once, and recorded with its steps or not at all',
    async run({ storage: { migrations } }) {
      await run(migrations, 'once', [table('onces')])
      await run(migrations, 'once', [table('onces')])
      assert.match(ids(await migrations.applied()), /\bonce\b/)
      await assert.rejects(run(migrations, 'broken', [table('halves'), { step: 'dropTable', table: 'nowhere' }]))
      assert.doesNotMatch(ids(await migrations.applied()), /\bbroken\b/)
      await run(migrations, 'whole', [table('halves')])
      assert.match(ids(await migrations.applied()), /\bwhole\b/)
    },
  },
  {
    name: 'two that migrate at once apply each migration once',
    async run(kit) {
      const another = kit.fresh.another?.()
      if (another !== undefined) another.open(kit.schema, environment)
      const ports = [kit.storage.migrations, (another ?? kit.storage).migrations]
      await Promise.all(ports.map((port) => run(port, 'twice', [table('twices')])))
      await Promise.all(ports.map((port) => run(port, 'thrice', [{ step: 'dropTable', table: 'twices' }])))
      assert.match(ids(await kit.storage.migrations.applied()), /\bthrice twice\b/)
      await another?.close()
    },
  },
  {
    name: 'columns and indexes come and go, rows get the default',
    async run(kit) {
      const { migrations } = kit.storage
      await kit.insert('entry', [{ id: 'a' }])
      const column = { name: 'level', type: 'integer', nullable: false, default: 3 } as const
      const index = { name: 'entries_level', columns: ['level', 'id'], unique: false }
      const steps: MigrationStep[] = [
        { step: 'addColumn', table: 'entries', column },
        { step: 'createIndex', table: 'entries', index },
        { step: 'dropIndex', table: 'entries', index: index.name },
        { step: 'dropColumn', table: 'entries', column: column.name },
      ]
      for (const [i, step] of steps.entries()) await run(migrations, `change-${i}`, [step])
      assert.equal(await kit.ids('entry', {}), 'a')
    },
  },
  {
    name: 'an owner’s keys can be taken out of the JSON column, and nobody else’s',
    async run(kit) {
      await kit.insert('part', [{ id: 'a', stringExtra: 'gone', integerNullable: 1 }])
      await kit.insert('thing', [{ id: 'a', stringExtra: 'stays' }])
      await run(kit.storage.migrations, 'drop-extra', [
        { step: 'dropExtra', table: 'parts', owner: 'plug' },
        { step: 'dropExtra', table: 'things', owner: 'ap' },
      ])
      assert.deepEqual(
        (await kit.rows('part', {})).map((row) => [row.stringExtra, row.integerNullable]),
        [[null, 1]],
      )
      assert.equal(await kit.ids('thing', { stringExtra: { contains: 'stays' } }), 'a')
    },
  },
  {
    name: 'rows are copied to another table where a text is there, in every tenant',
    async run(kit) {
      const at = '2026-02-28T23:59:59.999Z'
      await kit.insert('part', [
        { id: 'a', stringNullable: "it's", datetimeNullable: at },
        { id: 'b', stringNullable: '' },
        { id: 'c', stringNullable: null },
        { id: 'd', stringNullable: '％' },
      ])
      const { columns } = tableOf(copied)
      const values = [
        { column: 'id', of: 'id', suffix: "-it's" },
        { column: 'word', of: 'stringNullable' },
        { column: 'at', of: 'datetimeNullable' },
        { column: 'kind', value: "o'k" },
        { column: 'first', value: true },
        { column: 'count', value: 7 },
        { column: 'notes', value: '{}' },
      ] as const
      await run(kit.storage.migrations, 'copy', [
        { step: 'createTable', table: 'copies', columns },
        { step: 'copyRows', table: 'copies', from: 'parts', filled: 'stringNullable', values },
      ])
      const query = { ...kit.select('entry'), entity: copied, orderBy: [idOf(copied)], limit: 9 }
      const found = (await kit.storage.session.select(query)).map(({ row }) => row)
      const rest = { kind: "o'k", first: true, count: 7, notes: {} }
      assert.deepEqual(found, [
        { id: "a-it's", word: "it's", at, ...rest },
        { id: "d-it's", word: '％', at: null, ...rest },
      ])
      await run(kit.storage.migrations, 'copy-over', [{ step: 'dropTable', table: 'copies' }])
    },
  },
  {
    name: 'rows and keys of documents can be taken out, in every tenant, and are counted before',
    async run(kit) {
      const { migrations } = kit.storage
      await kit.insert('entry', [
        { id: 'a', word: 'gone' },
        { id: 'b', word: 'stays' },
        { id: 'c', word: "it's" },
      ])
      const document = { gone: 1, stays: [{ gone: 2, deep: { gone: 3 } }, 4], text: '"gone"' }
      await kit.insert('part', [
        { id: 'a', stringColumn: 'keys', jsonColumn: document },
        { id: 'b', stringColumn: 'other', jsonColumn: document },
        { id: 'c', stringColumn: 'keys', jsonColumn: { stays: 1 } },
      ])
      const steps: MigrationStep[] = [
        { step: 'dropRows', table: 'entries', among: { word: ['gone', "it's"] } },
        { step: 'dropRows', table: 'entries', among: { word: [] } },
        {
          step: 'dropKeys',
          table: 'parts',
          column: 'jsonColumn',
          paths: [['gone'], ['stays', '*', 'gone'], ['stays', '*', 'deep', 'nothing']],
          among: { stringColumn: ['keys'] },
        },
      ]
      assert.deepEqual(await migrations.rows(steps), [2, 0, 1])
      await run(migrations, 'take', steps)
      assert.equal(await kit.ids('entry', {}), 'b')
      const left = { stays: [{ deep: { gone: 3 } }, 4], text: '"gone"' }
      assert.deepEqual(
        (await kit.rows('part', {})).map((row) => row.jsonColumn),
        [left, document, { stays: 1 }],
      )
    },
  },
  {
    name: 'an owner is removed with his migrations, whole or not at all, and his next start is a first one',
    async run({ storage: { migrations } }) {
      const applied = async () => ids(((await migrations.applied()) ?? []).map((row) => ({ ...row, owner: 'test' })))
      const other = { ...migration('theirs'), owner: 'gone' }
      const start = () => migrations.locked((port) => port.apply(other, [table('theirs')]))
      assert.equal(await start(), true)
      const remove = (...steps: MigrationStep[]) =>
        migrations.locked((port) =>
          port.remove('gone', (held) => {
            assert.ok(held.some(({ owner }) => owner === 'gone'))
            return steps
          }),
        )
      const drop: MigrationStep = { step: 'dropTable', table: 'theirs' }
      await assert.rejects(remove(drop, { step: 'dropTable', table: 'nowhere' }))
      assert.match(await applied(), /\btheirs\b/)
      assert.deepEqual(await remove(drop), [0])
      assert.doesNotMatch(await applied(), /\btheirs\b/)
      assert.equal(await start(), true)
    },
  },
  {
    name: 'the steps can be read as SQL without running',
    async run({ storage: { migrations }, schema }) {
      assert.ok(migrations.sql(stepsOf(schema)).every((text) => text.length > 0))
      assert.ok(migrations.sql([table('reads')]).length > 0)
      await run(migrations, 'reads', [table('reads')])
    },
  },
  {
    name: 'explain gives the statement and the plan; a closed storage refuses',
    async run(kit) {
      const explained = await kit.storage.session.explain(kit.select('thing'))
      assert.ok(explained.sql.length > 0 && explained.plan.length > 0)
      const another = kit.fresh.another?.()
      if (another === undefined) return
      another.open(kit.schema, environment)
      await another.session.select(kit.select('thing'))
      await another.close()
      await refuses('CLOSED', () => another.session.select(kit.select('thing')))
    },
  },
]

const environment = {
  now: () => Date.parse('2026-01-01T00:00:00.000Z'),
  sleep,
}
