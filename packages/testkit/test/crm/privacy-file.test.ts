import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlite } from '@guanxi/sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { Canaries } from '../privacy/canaries.ts'
import { made, plant } from '../privacy/person.ts'

test('P1: after what the docs say, nothing of him is in the bytes of an SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-privacy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'crm.db')
  const bytes = () =>
    [path, `${path}-wal`].map((name) => (existsSync(name) ? readFileSync(name, 'latin1') : '')).join('\n')
  const { crm, me } = await made(sqlite(path))
  const his = new Canaries('zq7x')
  const { contactId } = await plant(me, his, '138')
  await me.contacts.eraseSubject(contactId, {})
  // What was deleted is still there: the check can see it.
  expect(his.values.filter((value) => bytes().includes(value))).not.toEqual([])

  await crm.compact()
  expect(his.values.filter((value) => bytes().includes(value))).toEqual([])
  await crm.close()
  expect(his.values.filter((value) => bytes().includes(value))).toEqual([])
})
