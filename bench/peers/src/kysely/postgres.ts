import { PostgresDialect } from 'kysely'
import type { OpenSubject } from '../../../src/subject.ts'
import { openPool } from '../common/postgres.ts'
import { kysely } from './kysely.ts'

export const open: OpenSubject = async (url) => kysely(new PostgresDialect({ pool: openPool(url) }), 'postgres')
