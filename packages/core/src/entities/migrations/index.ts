import type { Migration } from '../../migration/index.ts'
import { customers } from './0001_customers.ts'
import { sales } from './0002_sales.ts'
import { records } from './0003_records.ts'

/** The core's migrations, in order. */
export const migrations: readonly Migration[] = [customers, sales, records]
