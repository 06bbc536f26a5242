import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')
const program = readFileSync(main, 'utf8')
const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
const [, snippet, output] = /```ts\n(.*?)```.*?```\w*\n(.*?)```/s.exec(readme) ?? []

const folder = mkdtempSync(join(tmpdir(), 'guanxi-quickstart-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the README shows this program, of at most 20 lines', () => {
  expect(snippet).toBe(program)
  expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
})

test('it prints what the README says', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', main], { cwd: folder })
  expect(stdout).toBe(output)
})
