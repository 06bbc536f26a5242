import assert from 'node:assert/strict'
import { type AppliedMigration, type MigrationPort, type MigrationStep, sleep } from '@guanxi/core'
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
      const explained = await kit.storage.explain(kit.select('thing'))
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
