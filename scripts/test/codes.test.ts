import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesPage, reasons } from '../docs/codes.ts'

const root = join(import.meta.dirname, '../..')

test('docs/codes.md has every code as it is: `pnpm codes`', () => {
  expect(readFileSync(join(root, 'docs/codes.md'), 'utf8')).toBe(codesPage())
})

test('every reason that a result may hold is on the page, and no other', () => {
  const used = globSync('packages/*/src/**/*.ts', { cwd: root }).flatMap((path) => {
    if (path.includes('testkit')) return []
    const text = readFileSync(join(root, path), 'utf8')
    return [
      ...text.matchAll(/\b(?:code|why|problem): (?:[^'\n,]*\? )?'([a-z]+(?:_[a-z]+)+)'(?: : '([a-z]+(?:_[a-z]+)+)')?/g),
      ...text.matchAll(/#wrong\([^']*'([a-z]+(?:_[a-z]+)+)'\)/g),
    ].flatMap(([, ...found]) => found.filter((code) => code !== undefined))
  })
  expect([...new Set(used)].toSorted()).toEqual(
    reasons
      .map(([code]) => code)
      .filter((code) => code.includes('_'))
      .toSorted(),
  )
})
