import { expect, test } from 'vitest'
import { sqliteDialect as dialect } from '../../sqlite/src/dialect/index.ts'
import { namesOf } from '../src/names.ts'
import { SearchIndexes } from '../src/search-indexes.ts'
import { Inserts } from '../src/write/insert.ts'
import { contact, entry, schema } from './house.ts'

const names = namesOf('crm_')
const inserts = new Inserts({ dialect, names, schema, indexed: new SearchIndexes(dialect, names) })
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `c_${i}`, name: `Ada ${i}` }))
const placeholders = (sql: string) => sql.split('+?').length - 1

test('where a search index is written once a statement, many rows go in by few statements, each row once', () => {
  const { statements, collect } = inserts.prepare({ type: 'insert', entity: contact, tenant: 't', rows: rows(213) })
  const columns = placeholders(statements.at(-1)?.sql ?? '')
  expect(statements.map(({ sql }) => placeholders(sql) / columns)).toEqual([100, 100, 10, 1, 1, 1])
  for (const { sql, parameters } of statements) expect(parameters).toHaveLength(placeholders(sql))
  const ids = statements.flatMap(({ parameters = [] }) => parameters.filter((value) => /^c_\d+$/.test(String(value))))
  expect(ids).toEqual(rows(213).map(({ id }) => id))
  expect(collect([]).counts).toEqual(rows(213).map(() => 1))
})

test('a row takes a statement where it may clash, and where no search index is', () => {
  const clashing = { type: 'insert', entity: contact, tenant: 't', rows: rows(20), onConflict: 'ignore' } as const
  expect(inserts.prepare(clashing).statements).toHaveLength(20)
  const unsearched = { type: 'insert', entity: entry, tenant: 't', rows: rows(20).map(({ id }) => ({ id })) } as const
  expect(inserts.prepare(unsearched).statements).toHaveLength(20)
})
