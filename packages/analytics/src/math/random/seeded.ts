/**
 * Chance that a seed determines: each call gives the next number.
 *
 * @example
 * const roll = (random: Random) => 1 + Math.floor(6 * random.uniform())
 */
export interface Random {
  /** In [0, 1). */
  uniform(): number
  /** Of mean 0 and variance 1. */
  normal(): number
}

/**
 * A generator (sfc32, Doty-Humphrey 2010) that gives the same numbers for the same seed, on every machine. Not for secrets.
 *
 * @example
 * const random = seeded(42)
 * const noise = Array.from({ length: 3 }, () => random.normal())
 */
export function seeded(seed: number): Random {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let d = 1
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  // Neighbouring seeds begin alike: the first numbers are thrown away.
  for (let i = 0; i < 15; i++) next()
  const uniform = () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 2 ** 53
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  }
}
