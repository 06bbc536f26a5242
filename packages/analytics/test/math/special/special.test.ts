import { describe, expect, test } from 'vitest'
import {
  betaI,
  betaQuantile,
  chiSquareP,
  chiSquareQuantile,
  digamma,
  erf,
  erfc,
  gammaP,
  gammaQ,
  hyp2f1,
  lnBeta,
  lnGamma,
  logAddExp,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
} from '../../../src/math/index.ts'

/** Relative, in units of 1e-12. What stands on the right was computed by SciPy 1.17 and mpmath with 30 digits. */
const close = (actual: number, expected: number, units = 1) =>
  expect(Math.abs(actual - expected) / Math.abs(expected), `${actual} for ${expected}`).toBeLessThan(units * 1e-12)

describe('special functions, as SciPy and mpmath have them', () => {
  test.each([
    [1e-10, 23.025850929882733],
    [0.25, 1.2880225246980774],
    [1.5, -0.12078223763524526],
    [9.99, 12.779315214350195],
    [10, 12.801827480081469],
    [123.4, 469.3360974421906],
    [1e6, 12815504.569147611],
  ])('lnGamma(%d)', (x, value) => close(lnGamma(x), value))

  test.each([
    [1e-3, -1000.5755719318103],
    [0.5, -1.9635100260214235],
    [3, 0.9227843350984671],
    [50.5, 3.912039670928392],
  ])('digamma(%d)', (x, value) => close(digamma(x), value))

  test.each([
    [0.3, 0.7, 1.3566652413497424],
    [2.5, 1e5, -28.497649541827652],
    [1e5, 2.5, -28.497649541827652],
    [2000, 3000, -3367.6843821531884],
    [1e-3, 1e7, 6.891060789782846],
  ])('lnBeta(%d, %d)', (a, b, value) => close(lnBeta(a, b), value))

  test.each([
    [0.2426, 2.4258, 2.2187, 0.9, 1.9456694622144448],
    [1, 1, 2, -3, 0.4620981203732969],
    [-0.55, -0.2, 0.1, 0.99, 2.5067667092925396],
    [5.2, 3.1, 9.7, 0.999, 39.81105005831223],
    [10, 1.5, -0.3, 0.5, -365580.4719081756],
    [2, 3, 7, 1, 5],
  ])('hyp2f1(%d, %d, %d, %d)', (a, b, c, z, value) => close(hyp2f1(a, b, c, z), value, 10))

  test.each([
    [0.5, 0.1, 0.6547208460185768],
    [2, 300, 1.5496082669460377e-128],
    [50, 40, 0.9296649333406051],
    [1e4, 1.01e4, 0.15865124955282037],
  ])('gammaQ(%d, %d)', (a, x, value) => close(gammaQ(a, x), value, 20))

  test.each([
    [3, 0.01, 1.6542165280748778e-7],
    [2, 3, 0.8008517265285442],
  ])('gammaP(%d, %d)', (a, x, value) => close(gammaP(a, x), value))

  test.each([
    [0.2, 3, 4, 0.09888],
    [0.9, 0.5, 0.5, 0.7951672353008665],
    [0.999, 200, 3, 0.9988334368468834],
    [1e-5, 0.1, 7, 0.401164668089682],
  ])('betaI(%d, %d, %d)', (x, a, b, value) => close(betaI(x, a, b), value))

  test.each([
    [0.025, 9, 93, 0.041559470279200296],
    [0.5, 0.1, 0.1, 0.5],
    [0.99, 2, 2, 0.9410968642218047],
  ])('betaQuantile(%d, %d, %d)', (p, a, b, value) => close(betaQuantile(p, a, b), value, 10))

  test.each([
    [-1.2, -0.9103139782296353, 1.9103139782296354],
    [0.3, 0.3286267594591274, 0.6713732405408726],
    [6, 1, 2.1519736712498913e-17],
  ])('erf and erfc of %d', (x, value, rest) => {
    close(erf(x), value)
    close(erfc(x), rest)
  })

  test.each([
    [-8, 6.22096057427174e-16],
    [-1, 0.15865525393145707],
    [0.5, 0.6914624612740131],
    [3, 0.9986501019683699],
  ])('normalCdf(%d)', (z, p) => close(normalCdf(z), p))

  test.each([
    [1e-20, -9.262340089798409],
    [0.01, -2.3263478740408408],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
    [0.999, 3.090232306167813],
  ])('normalQuantile(%d)', (p, z) => close(normalQuantile(p), z))

  test.each([
    [-2.2, 9, 0.027670286399305823],
    [0.1, 3.5, 0.5370977901565539],
    [18.40753, 4135.79502, 1],
  ])('tCdf(%d, %d)', (t, df, p) => close(tCdf(t, df), p))

  test.each([
    [0.975, 9, 2.262157162798205],
    [0.501, 2, 0.002828432781617413],
    [0.0001, 1.5, -242.2640988465063],
  ])('tQuantile(%d, %d)', (p, df, t) => close(tQuantile(p, df), t, 100))

  test.each([
    [1.00766, 2, 0.6042120901808254],
    [300, 1, 3.2943623833139784e-67],
    [5, 5, 0.4158801869955079],
  ])('chiSquareP(%d, %d)', (x, df, p) => close(chiSquareP(x, df), p))

  test.each([
    [0.95, 2, 5.991464547107979],
    [0.01, 7, 1.2390423055679298],
  ])('chiSquareQuantile(%d, %d)', (p, df, x) => close(chiSquareQuantile(p, df), x, 10))
})

test('at the edges: poles, ends of distributions, sums of nothing', () => {
  expect([lnGamma(0), lnGamma(-1), digamma(0)]).toEqual([Infinity, Number.NaN, Number.NaN])
  expect([hyp2f1(1, 2, -3, 0.5), hyp2f1(1, 2, 3, 1.1), hyp2f1(1, 2, 3, 1)]).toEqual([Number.NaN, Number.NaN, Infinity])
  expect([gammaP(1, 0), gammaQ(1, 0), gammaQ(1, Infinity), betaI(0, 1, 2), betaI(1, 1, 2)]).toEqual([0, 1, 0, 0, 1])
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, Number.NaN])
  expect(normalQuantile(5e-324)).toBeCloseTo(-38.47, 1)
  expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity)
  expect(logAddExp(-Infinity, 3)).toBe(3)
  expect(logAddExp(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12)
})
