import { storageConformance } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { copies, onDuckdb } from './mirrors.ts'

/** What a database of copies answers; pages and transactions are the main storage's. */
const groups = ['values', 'time', 'figures', 'access', 'search', 'writes']
/** Each operator with missing values is asked by random queries, too; and tables without keys know no clash. */
const isLeftOut = (law: string) => /^a missing value makes|clash|^a batch is written whole/.test(law)

onDuckdb('copies', () =>
  storageConformance({
    name: 'DuckDB',
    create: async () => {
      const storage = await copies()
      return { storage, close: () => storage.close() }
    },
    describe: (name, run) => (name.includes('conforms') || groups.includes(name) ? describe(name, run) : undefined),
    test: (name, run) => (isLeftOut(name) ? undefined : test(name, run)),
    afterAll,
  }),
)
