import { describe, expect, test } from 'vitest'
import { bestOf, bfgs, gradient, hessian, inverse, nelderMead, seeded, solve } from '../../../src/math/index.ts'

const rosenbrock = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2

describe.each([
  ['bfgs', bfgs],
  ['nelderMead', nelderMead],
] as const)('%s', (_, search) => {
  test('finds the end of a bent valley', () => {
    const { x, status } = search(rosenbrock, [-1.2, 1])
    expect(status).toBe('converged')
    expect(x[0]).toBeCloseTo(1, 5)
    expect(x[1]).toBeCloseTo(1, 5)
  })

  test('ends at a bound where the function falls beyond it', () => {
    const { x, value, status } = search(rosenbrock, [0, 0.2], { box: { lower: [-2, -2], upper: [0.5, 2] } })
    expect(status).toBe('converged')
    expect(x[0]).toBe(0.5)
    expect(x[1]).toBeCloseTo(0.25, 5)
    expect(value).toBeCloseTo(0.25, 8)
  })

  test('begins at a bound, and leaves it', () => {
    const { x } = search(rosenbrock, [-2, 2], { box: { lower: [-2, -2], upper: [2, 2] } })
    expect(x[0]).toBeCloseTo(1, 4)
  })

  test('passes by where there is no value', () => {
    const { x } = search(([x = 0]) => x - Math.log(x), [0.1])
    expect(x[0]).toBeCloseTo(1, 5)
  })

  test('says that it was stopped', () => {
    expect(search(rosenbrock, [-1.2, 1], { iterations: 3, evaluations: 9 }).status).toBe('stopped')
  })
})

test('a simplex goes on in many dimensions', () => {
  const f = (x: readonly number[]) => x.reduce((sum, value, i) => sum + (i + 1) * (value - i) ** 2, 0)
  const { x, value } = nelderMead(f, new Array(8).fill(0))
  expect(value).toBeLessThan(1e-9)
  expect(x[7]).toBeCloseTo(7, 4)
})

test('the best of several starts', () => {
  const f = ([x = 0]: readonly number[]) => Math.cos(x) + x / 10
  expect(bestOf([[9], [-9], [3]], (start) => nelderMead(f, start)).x[0]).toBeCloseTo(-9.525, 2)
  expect(bestOf([[9], [3]], (start) => bfgs(f, start)).x[0]).toBeCloseTo(3.0414, 3)
})

test('derivatives by differences', () => {
  const f = ([x = 0, y = 0]: readonly number[]) => x ** 3 * y + Math.exp(y)
  const [a = 0, b = 0] = gradient(f, [2, 1])
  expect(a).toBeCloseTo(12, 8)
  expect(b).toBeCloseTo(8 + Math.E, 8)
  const h = hessian(f, [2, 1]).flat()
  for (const [i, value] of [12, 12, 12, Math.E].entries()) expect(h[i]).toBeCloseTo(value, 5)
})

test('linear equations', () => {
  const a = [
    [0, 2, 1],
    [1, 1, 1],
    [2, 0, -1],
  ]
  expect(solve(a, [7, 6, -1])?.map((x) => Math.round(x * 1e12) / 1e12)).toEqual([1, 2, 3])
  const i = inverse(a) ?? []
  const product = a.map((row) => a.map((_, j) => row.reduce((sum, x, k) => sum + x * (i[k]?.[j] ?? 0), 0)))
  for (const [r, row] of product.entries())
    for (const [c, x] of row.entries()) expect(x).toBeCloseTo(r === c ? 1 : 0, 12)
  expect(
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 1],
    ),
  ).toBeNull()
  expect(inverse([[0]])).toBeNull()
})

test('chance by a seed: the same again, another for another seed, and of the right shape', () => {
  const draw = (seed: number, n = 5) => {
    const random = seeded(seed)
    return Array.from({ length: n }, () => random.uniform())
  }
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)[0]).not.toBe(draw(2)[0])
  const many = draw(7, 20_000)
  expect(many.every((u) => u >= 0 && u < 1)).toBe(true)
  const random = seeded(3)
  const normals = Array.from({ length: 20_000 }, () => random.normal())
  const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
  expect(mean(many)).toBeCloseTo(0.5, 1)
  expect(mean(normals)).toBeCloseTo(0, 1)
  expect(mean(normals.map((z) => z * z))).toBeCloseTo(1, 1)
})

test('a parameter at its bound leaves those that go with it the room that they have without it', () => {
  // A narrow valley along y = 10 x: the two may grow together, and y ends at its bound.
  const valley = ([x = 0, y = 0, z = 0]: readonly number[]) =>
    1e6 * (10 * x - y) ** 2 + Math.exp(-y) + (x - z) ** 4 + (z - 0.31) ** 2
  const { x, status, evaluations } = bfgs(valley, [0.01, 0.1, 1], { box: { lower: [-5, -5, -5], upper: [5, 3, 5] } })
  expect(status).toBe('converged')
  expect(x[1]).toBe(3)
  expect(x[0]).toBeCloseTo(0.3, 6)
  expect(x[2]).toBeCloseTo(0.31, 4)
  expect(evaluations).toBeLessThan(400)
})
