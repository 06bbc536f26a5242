export { sqliteDialect } from './dialect.ts'
export { sqliteFault } from './fault.ts'
