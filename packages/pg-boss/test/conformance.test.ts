import { pgBossQueue } from '@guanxi/pg-boss'
import { queueConformance } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { database } from './database.ts'

queueConformance({
  name: 'The queue of pg-boss',
  // It asks the database much more often than the table does.
  interleavings: 60,
  async create() {
    const { url, fresh } = await database()
    return { ...fresh, queue: () => pgBossQueue({ connectionString: url, max: 3 }) }
  },
  describe,
  test,
  afterAll,
})
