import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../../packages/analytics/src/operations.ts'

test('docs/analytics.md says of every operation what it answers', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/analytics.md'), 'utf8')
  const [, table = ''] = page.split('## What can be asked')
  const [rows = ''] = table.split('\n## ')
  const told = [...rows.matchAll(/^\| `(\w+)` \| \S/gm)].map(([, name = '']) => name)
  expect(told.toSorted()).toEqual(Object.keys(operations.analytics).toSorted())
})
