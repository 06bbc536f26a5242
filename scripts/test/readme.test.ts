import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')
/** The code of a page, block by block. */
const blocks = (text: string) => [...text.matchAll(/^```\w+\n.*?^```$/gms)].map(([block]) => block)

test('the Chinese README shows the programs of the English one, and each leads to the other', () => {
  const [english, chinese] = [read('README.md'), read('README.zh-CN.md')]
  expect(blocks(chinese)).toEqual(blocks(english))
  expect(english).toContain('](README.zh-CN.md)')
  expect(chinese).toContain('](README.md)')
})
