import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesPage, leftOut, reasons } from '../docs/codes.ts'

const root = join(import.meta.dirname, '../..')

test('docs/codes.md has every code as it is: `pnpm codes`', () => {
  expect(readFileSync(join(root, 'docs/codes.md'), 'utf8')).toBe(codesPage())
})

test('every reason that a result may hold is on the page, and no other', () => {
  const used = globSync('packages/*/src/**/*.ts', { cwd: root }).flatMap((path) => {
    if (path.includes('testkit')) return []
    // Without comments: codes of examples are a host's.
    const text = readFileSync(join(root, path), 'utf8').replaceAll(/^\s*\*.*$/gm, '')
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

test('what is left out of figures of pipelines is on the page, and what is on the page is left out somewhere', () => {
  const text = globSync('packages/analytics/src/**/*.ts', { cwd: root })
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  const used = [...text.matchAll(/leaveOut\(.*/g)].flatMap(([call]) => call.match(/(?<=')[a-z_]+(?=')/g) ?? [])
  const known = [...reasons, ...leftOut].map(([code]) => code)
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((code) => !known.includes(code))).toEqual([])
  // Some are spelled of what was asked: `no_${by}`.
  const isUsed = (code: string) =>
    new RegExp(`\\b${code}\\b`).test(text) || text.includes(`\`${code.slice(0, code.lastIndexOf('_') + 1)}\${`)
  expect(leftOut.filter(([code]) => !isUsed(code))).toEqual([])
})
