import { expect, test, vi } from 'vitest'
import { readOptions } from '../src/options.ts'
import { measure } from '../src/reads/measure.ts'
import { reads } from '../src/reads/reads.ts'

test('what is read by hand and by guanxi is the same', async () => {
  const told = vi.spyOn(console, 'error').mockReturnValue()
  const lines = await reads(readOptions(['--storage', 'sqlite', '--rounds', '1', '--scale', '0.0005']))
  told.mockRestore()
  expect([...new Set(lines.map(({ work }) => work))]).toEqual([
    'W5',
    'W7',
    'W8',
    'W9',
    'W10',
    'threading',
    'pop',
    'kpi',
    'sales',
  ])
  for (const { medianMs, ratioToRaw } of lines) expect(Math.min(medianMs, ratioToRaw)).toBeGreaterThan(0)
})

test('a different answer is noticed before anything is timed', async () => {
  const question = { part: 'planted', times: 3, raw: async (i: number) => i, guanxi: async (i: number) => i % 2 }
  await expect(measure(question, 1)).rejects.toThrow('planted: guanxi and raw have different answers')
})
