import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, defineEntity, definePlugin, field, type Migration } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { draftMigration } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf } from './both.ts'

const pet = (fields: object) =>
  defineEntity({ name: 'pet', plural: 'pets', fields: { name: field.string().plain(), ...fields } })
const crmOf = (fields: object, migrations: readonly Migration[]) =>
  createCrm({
    storage: sqlite(':memory:'),
    plugins: [definePlugin({ id: 'pets', version: '1.0.0', entities: [pet(fields)], migrations })],
  })

test('what is missing is written into the next file, which then makes it; what is complete is left alone', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'guanxi-draft-'))
  const folder = join(parent, 'migrations')
  // The list as a program imports it after each draft.
  const written = async (version: number): Promise<readonly Migration[]> => {
    const index = join(folder, 'index.ts')
    const text = await readFile(index, 'utf8')
    const files = [...text.matchAll(/from '(\.\/\d{4}_\w+\.ts)'/g)].map(([, file]) => join(folder, String(file)))
    expect(text).toContain(`[${files.map((_, i) => `m000${i + 1}`).join(', ')}]`)
    const modules = await Promise.all(files.map((file) => import(`${file}?${version}`)))
    return modules.flatMap((module) => Object.values(module) as Migration[])
  }
  try {
    expect(await draftMigration(crmOf({}, []), { folder, name: 'start' })).toBe(join(folder, '0001_start.ts'))
    const first = await written(1)
    expect(first.map(({ id }) => id)).toEqual(['0001_start'])
    expect(await draftMigration(crmOf({}, first), { folder, name: 'start' })).toBeUndefined()
    const tag = { tag: field.string().optional().unique().plain() }
    expect(await draftMigration(crmOf(tag, first), { folder, name: 'tags' })).toBe(join(folder, '0002_tags.ts'))
    const both = await written(2)
    expect(both[1]).toMatchObject({
      id: '0002_tags',
      steps: [
        { step: 'addColumn', table: 'pets' },
        { step: 'createIndex', table: 'pets', index: { unique: true } },
      ],
    })
    const crm = crmOf(tag, both)
    expect((await crm.migrate()).applied.slice(-2)).toEqual(['pets/0001_start', 'pets/0002_tags'])
    await crm.close()
    expect(await codeOf(() => draftMigration(crm, { folder, name: '../x' }))).toBe('INVALID')
  } finally {
    await rm(parent, { recursive: true })
  }
})
