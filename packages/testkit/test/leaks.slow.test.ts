import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgres } from '@guanxi/postgres'
import { sqlite } from '@guanxi/sqlite'
import { leaks } from '@guanxi/testkit'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'

// What they find is core's, and SQLite answers four times as fast. `npm run leaks -- 10000` shares them equally.
const [onSqlite, onPostgres] = [1000, 400]

test('1,000 random actors on SQLite learn what they may, all of it and nothing else', {
  timeout: 120_000,
}, async () => {
  const report = await leaks({ storage: () => sqlite(':memory:'), tuples: onSqlite, seed: 20_260_316 })
  expect(report.leak).toBeUndefined()
  expect(report.tuples).toBe(onSqlite)
  // Nothing learned, or nothing changed behind his back, would prove nothing.
  expect(report.telling).toBeGreaterThan(onSqlite * 0.25)
  expect(report.pairs).toBeGreaterThan(onSqlite * 0.95)
})

test('400 random actors on Postgres learn what they may, all of it and nothing else', {
  timeout: 240_000,
}, async () => {
  const database = await createDatabase(inject('postgresUrl'))
  try {
    const report = await leaks({ storage: () => postgres(database.url), tuples: onPostgres, seed: 20_270_318 })
    expect(report.leak).toBeUndefined()
    expect(report.telling).toBeGreaterThan(onPostgres * 0.25)
  } finally {
    await database.drop()
  }
})

test('the oracle takes nothing from the code under test but the query language and the schema', () => {
  const root = join(import.meta.dirname, '../../..')
  const clauses = (path: string, pattern: RegExp) => {
    return [...readFileSync(join(root, path), 'utf8').matchAll(pattern)].map(([, names = '', from = '']) => {
      return { from, names: names.split(',').map((name) => name.replace('type ', '').trim()) }
    })
  }
  const policy = clauses('packages/core/src/access/index.ts', /\{([^}]*)\} from '([^']*)'/g).flatMap(
    ({ names }) => names,
  )
  expect(policy).toContain('Policy')
  for (const file of ['roles', 'sight', 'answer', 'mixed', 'questions', 'conditions']) {
    for (const { from, names } of clauses(
      `packages/testkit/src/leaks/${file}.ts`,
      /import[^{]*\{([^}]*)\} from '([^']*)'/g,
    )) {
      expect(from).toMatch(/^(@guanxi\/core(\/storage)?$|\.)/)
      if (from.startsWith('@guanxi')) expect(names.filter((name) => policy.includes(name))).toEqual([])
    }
  }
})
