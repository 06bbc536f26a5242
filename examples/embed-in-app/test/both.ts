import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, inject } from 'vitest'
import { createDatabase } from '../../../scripts/postgres.ts'
import type { Host } from '../src/host.ts'
import { open, type Where } from './open.ts'

/** The same tests on an SQLite file and on a real Postgres; what they make and open is gone afterwards. */
export function onBoth(define: (made: () => Promise<Where>, opened: (where: Where) => Promise<Host>) => void): void {
  const undo: (() => unknown)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })
  const opened = async (where: Where) => {
    const host = await open(where)
    undo.push(() => host.close())
    return host
  }
  describe('sqlite', () =>
    define(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'guanxi-embed-'))
      undo.push(() => rmSync(folder, { recursive: true }))
      return join(folder, 'app.db')
    }, opened))
  describe('postgres', () =>
    define(async () => {
      const database = await createDatabase(inject('postgresUrl'))
      undo.push(() => database.drop())
      return database.url
    }, opened))
}
