import type { TestProject } from 'vitest/node'
import { startPostgres } from '../postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A Postgres server for tests: `createDatabase(inject('postgresUrl'))`. */
    postgresUrl: string
  }
}

/** One Postgres for the whole run: that of GUANXI_TEST_POSTGRES_URL, else one that is started here. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.GUANXI_TEST_POSTGRES_URL
  const server = given ? undefined : await startPostgres()
  project.provide('postgresUrl', given ?? server?.url ?? '')
  return async () => server?.stop()
}
