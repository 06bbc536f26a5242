import { describe, expect, test } from 'vitest'
import { type Attribution, type AttributionModel, attribute, type Path } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

const file = 'attribution_paths/Data.csv'
const demo = (): Path[] =>
  [...csv(shared(file), ';')].map((row) => ({
    channels: (row.path ?? '').split(' > '),
    conversions: Number(row.total_conversions),
    value: Number(row.total_conversion_value),
    nulls: Number(row.total_null),
  }))

const byChannel = ({ rows }: Attribution) => Object.fromEntries(rows.map((row) => [row.channel, row]))

describe('check 18: attribution on the paths of ChannelAttribution', () => {
  // The columns of the reference: first, last, linear, position 40-20-40, Markov of order 1.
  const columns: readonly [AttributionModel, Readonly<Record<string, number>>][] = [
    [{ kind: 'first' }, { alpha: 6308, iota: 4606, eta: 3164, beta: 2831, theta: 1606, mi: 2 }],
    [{ kind: 'last' }, { alpha: 8447, iota: 3355, eta: 4167, beta: 989, theta: 653, mi: 2 }],
    [{ kind: 'linear' }, { alpha: 7574.72, iota: 3857.1, eta: 3539.95, beta: 2083.5, theta: 1022.8, mi: 2.2222 }],
    [{ kind: 'position' }, { alpha: 7444.82, iota: 3944.95, eta: 3618.8, beta: 1969.77, theta: 1092.74, mi: 2.0571 }],
    [{ kind: 'markov' }, { alpha: 5344.95, iota: 3884.61, eta: 3340.85, beta: 2527.35, theta: 1971.91, mi: 1.7224 }],
  ]
  for (const [model, published] of columns) {
    onShared(`${model.kind}: within half a unit of the last digit, and 19,785 in all`, [file], () => {
      const paths = demo()
      const answer = attribute(paths, model)
      for (const [channel, conversions] of Object.entries(published)) {
        expect(byChannel(answer)[channel]?.conversions, channel).toBeCloseTo(conversions, channel === 'mi' ? 4 : 2)
      }
      expect(answer.conversions).toBe(19_785)
      expect(answer.rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(19_785, 8)
      expect(answer.rows.reduce((sum, row) => sum + row.value, 0)).toBeCloseTo(answer.value, 6)
      const whole = attribute(
        paths.map((path) => ({ ...path, value: 0 })),
        model,
        { integer: true },
      )
      expect(whole.rows.reduce((sum, row) => sum + row.conversions, 0)).toBe(19_785)
      for (const { channel, conversions } of whole.rows) {
        expect(Number.isInteger(conversions)).toBe(true)
        expect(Math.abs(conversions - (byChannel(answer)[channel]?.conversions ?? 0))).toBeLessThan(1)
      }
    })
  }

  onShared('the removal effects of a chain of order 1, and its base', [file], () => {
    const { base, rows } = attribute(demo(), { kind: 'markov' })
    expect(base).toBeCloseTo(0.2238451356, 10)
    const effect = Object.fromEntries(rows.map((row) => [row.channel, row.removalEffect]))
    expect(effect.alpha).toBeCloseTo(0.5584, 4)
    expect(effect.iota).toBeCloseTo(0.4058, 4)
    expect(effect.eta).toBeCloseTo(0.349, 4)
    expect(effect.beta).toBeCloseTo(0.264, 4)
  })

  onShared('order 2 by elimination, and orders 3 and 4 by sweeps, keep the base', [file], () => {
    const paths = demo()
    // Order 2 as numpy's linear solve has it.
    const second = byChannel(attribute(paths, { kind: 'markov', order: 2 }))
    expect(second.alpha?.removalEffect).toBeCloseTo(0.547803282063509, 12)
    expect(second.mi?.conversions).toBeCloseTo(2.0731886391082104, 9)
    for (const order of [2, 3, 4]) {
      const { base, rows } = attribute(paths, { kind: 'markov', order })
      expect(base).toBeCloseTo(19_785 / (19_785 + 68_602), 12)
      expect(rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(19_785, 8)
    }
  })
})

describe('a Markov chain', () => {
  test('of an order that no path exceeds remembers all: removing a channel loses just the paths with it', () => {
    const paths: Path[] = [
      { channels: ['a', 'b', 'a'], conversions: 3, nulls: 2 },
      { channels: ['b'], conversions: 4, nulls: 9 },
      { channels: ['b', 'c'], conversions: 1, nulls: 5 },
      { channels: ['a'], conversions: 2, nulls: 1 },
    ]
    const effects = byChannel(attribute(paths, { kind: 'markov', order: 9 }))
    expect(effects.a?.removalEffect).toBeCloseTo(1 - 5 / 10, 12)
    expect(effects.b?.removalEffect).toBeCloseTo(1 - 2 / 10, 12)
    expect(effects.c?.removalEffect).toBeCloseTo(1 - 9 / 10, 12)
  })

  test('of order 1, by hand: ad → mail → sale or nothing', () => {
    // P(sale) = 1/2 by ad alone and 1/2 · 3/4 by mail after it.
    const { base, rows } = attribute(
      [
        { channels: ['ad'], conversions: 4, nulls: 0 },
        { channels: ['ad', 'mail'], conversions: 3, nulls: 1 },
      ],
      { kind: 'markov' },
    )
    expect(base).toBeCloseTo(7 / 8, 12)
    expect(rows.map(({ channel, removalEffect }) => [channel, removalEffect])).toEqual([
      ['ad', 1],
      ['mail', expect.closeTo(3 / 7, 12)],
    ])
    expect(rows.map(({ conversions }) => conversions)).toEqual([expect.closeTo(4.9, 12), expect.closeTo(2.1, 12)])
  })

  test('that goes round for long comes to rest', () => {
    const channels = Array.from({ length: 4000 }, (_, i) => `c${i % 250}`)
    const { base, rows } = attribute([{ channels, conversions: 1, nulls: 3 }], { kind: 'markov' })
    expect(base).toBeCloseTo(0.25, 9)
    expect(rows).toHaveLength(250)
    expect(rows.every(({ removalEffect }) => removalEffect === 1)).toBe(true)
  })
})

describe('the answer', () => {
  test('divides value by the same parts, in whole cents if asked', () => {
    const paths: Path[] = [{ channels: ['a', 'b', 'c'], conversions: 1, value: 1000 }]
    expect(attribute(paths, { kind: 'linear' }, { integer: true }).rows).toEqual([
      { channel: 'a', conversions: 1, value: 334, share: expect.closeTo(1 / 3), removalEffect: null },
      { channel: 'b', conversions: 0, value: 333, share: expect.closeTo(1 / 3), removalEffect: null },
      { channel: 'c', conversions: 0, value: 333, share: expect.closeTo(1 / 3), removalEffect: null },
    ])
  })

  test('does not depend on the order of the paths', () => {
    const paths: Path[] = [
      { channels: ['z', 'y'], conversions: 1, value: 7 },
      { channels: ['y', 'x'], conversions: 2, value: 3 },
    ]
    const options = { integer: true }
    for (const kind of ['linear', 'markov'] as const) {
      expect(attribute(paths.toReversed(), { kind }, options)).toEqual(attribute(paths, { kind }, options))
    }
  })

  test('without conversions has a status and credits nobody', () => {
    const paths: Path[] = [{ channels: ['a', 'b'], conversions: 0, nulls: 3 }]
    for (const kind of ['last', 'markov'] as const) {
      const { status, rows } = attribute(paths, { kind }, { integer: true })
      expect(status).toBe('no conversions')
      expect(rows.map(({ conversions, share }) => [conversions, share])).toEqual([
        [0, 0],
        [0, 0],
      ])
    }
    expect(attribute([], { kind: 'markov' })).toMatchObject({ status: 'no conversions', rows: [], base: 0 })
  })

  test('says how many conversions had no touch', () => {
    const paths: Path[] = [
      { channels: [], conversions: 5, value: 50, nulls: 5 },
      { channels: ['a'], conversions: 2, value: 9 },
    ]
    for (const kind of ['first', 'markov'] as const) {
      expect(attribute(paths, { kind })).toMatchObject({ conversions: 2, value: 9, unattributed: 5 })
    }
  })

  test('refuses what is no count, at its place', () => {
    const refused = (path: Partial<Path>, model: AttributionModel, at: string) =>
      expect(() => attribute([{ channels: ['a'], ...path }], model)).toThrow(
        expect.objectContaining({ code: 'INVALID', path: at }),
      )
    refused({ conversions: -1 }, { kind: 'first' }, 'paths[0].conversions')
    refused({ nulls: Number.NaN }, { kind: 'first' }, 'paths[0].nulls')
    refused({ value: -3 }, { kind: 'first' }, 'paths[0].value')
    refused({}, { kind: 'markov', order: 0 }, 'order')
    refused({}, { kind: 'decay', halfLife: 7 }, 'paths[0].ages')
    expect(() => attribute([{ channels: ['a'], value: 0.5 }], { kind: 'first' }, { integer: true })).toThrow(
      expect.objectContaining({ path: 'value' }),
    )
  })
})
