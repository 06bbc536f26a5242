import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everyMutant } from '../mutants/index.ts'

const root = join(import.meta.dirname, '../..')

// Each commit plants a sixteenth of them; that the rest can be planted is seen here.
test('every mutant finds the text that it changes, once', () => {
  const lost = everyMutant.filter(({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length !== 2)
  expect(lost.map(({ name }) => name)).toEqual([])
})
