import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { createDatabase, startPostgres } from '../postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A Postgres server for tests: `createDatabase(inject('postgresUrl'))`. */
    postgresUrl: string
    /** The name of a database there with the core's tables: `createDatabase(url, inject('postgresTemplate'))`. */
    postgresTemplate: string
  }
}

/** One Postgres for the whole run: that of GUANXI_TEST_POSTGRES_URL (`none`: there is none), else one that is started here. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.GUANXI_TEST_POSTGRES_URL
  if (given === 'none') return undefined
  const server = given ? undefined : await startPostgres()
  const url = given ?? server?.url ?? ''
  const template = await createDatabase(url)
  const script = fileURLToPath(new URL('template.ts', import.meta.url))
  await promisify(execFile)(process.execPath, ['--conditions=source', script, template.url])
  project.provide('postgresUrl', url)
  project.provide('postgresTemplate', new URL(template.url).pathname.slice(1))
  return async () => {
    await template.drop()
    await server?.stop()
  }
}
