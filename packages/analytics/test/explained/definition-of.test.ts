import { defineMeasure } from '@guanxi/core'
import { describe, expect, test } from 'vitest'
import { formulasZh } from '../../src/explained/formulas-zh.ts'
import { definitionOf, definitions } from '../../src/index.ts'
import { ownMeasures } from '../../src/measures/own.ts'

const spelled = [
  ...Object.values(definitions).map(({ id, version }) => `${id}.v${version}`),
  ...ownMeasures.map(({ name, version }) => `${name}.v${version}`),
]

describe('what a definition stands for', () => {
  test('each definition and measure of the package is found by what answers call it, in both languages', () => {
    const found = spelled.map((one) => definitionOf(one))
    expect(found.map((one) => one && `${one.id}.v${one.version}`)).toEqual(spelled)
    expect(found.filter((one) => !one?.formula || !one.formulaZh).map((one) => one?.id)).toEqual([])
  })

  test('no Chinese formula is left of a definition or version that there is not', () => {
    expect(Object.keys(formulasZh).filter((one) => !spelled.includes(one))).toEqual([])
  })

  test('another version, and a name of nobody, are unknown', () => {
    expect(definitionOf('retention.v2')).toBeUndefined()
    expect(definitionOf('retention')).toBeUndefined()
    expect(definitionOf('toString')).toBeUndefined()
  })

  test('a measure of the host is known by its summary, where it is handed over', () => {
    const paid = defineMeasure({
      name: 'orders.paid',
      version: 2,
      summary: 'What was paid.',
      entity: 'order',
      at: 'placedAt',
      of: { fn: 'sum', field: 'total' },
    })
    expect(definitionOf('orders.paid.v2')).toBeUndefined()
    expect(definitionOf('orders.paid.v2', [paid])).toEqual({ id: 'orders.paid', version: 2, formula: 'What was paid.' })
    expect(definitionOf('winRate.v1', [paid])?.id).toBe('winRate')
  })
})
