import type { StorageName } from '../subject.ts'
import type { Bed, Stock } from './bed.ts'
import { postgresBed } from './postgres.ts'
import { sqliteBed } from './sqlite.ts'

export const beds: Readonly<Record<StorageName, (stock: Stock) => Promise<Bed>>> = {
  sqlite: sqliteBed,
  postgres: postgresBed,
}
