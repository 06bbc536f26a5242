import { onBoth as onBothStorages } from '../../testkit/test/both.ts'
import { tickets } from '../src/index.ts'

type Define = Parameters<typeof onBothStorages>[0]

/** The same tests on SQLite and on a real Postgres, where the plugin's tables are there already. */
export const onBoth = (define: Define): void => onBothStorages(define, { plugins: [tickets()] })
