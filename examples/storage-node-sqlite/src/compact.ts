import type { Statement } from '@guanxi/sql'
import type { Connection } from './connection.ts'
import type { Patience } from './patience.ts'

/** Runs what takes deleted rows out of the file, one by one: `vacuum` stands in no transaction. */
export async function compact(
  connection: Connection,
  statements: readonly Statement[],
  patience: Patience,
): Promise<void> {
  for (const statement of statements)
    await patience.try(() => {
      const [result] = connection.run([statement])
      // A checkpoint that a reader keeps from its end throws nothing: its row says so.
      if (statement.sql.startsWith('pragma wal_checkpoint') && result?.rows[0]?.[0] === 1)
        throw Object.assign(new Error('The log is still being read.'), { errcode: 5 })
    })
}
