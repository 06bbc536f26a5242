import type { Sample } from './sample.ts'

/** The samples of several periods as one: what was counted twice counts twice. */
export function pooled(samples: readonly Sample[]): Sample | null {
  const [first] = samples
  if (first === undefined) return null
  if (first.type === 'rate') {
    const of = { num: 0, den: 0 }
    for (const sample of samples) {
      if (sample.type !== 'rate') continue
      of.num += sample.of.num
      of.den += sample.of.den
    }
    return { type: 'rate', of, excluded: {} }
  }
  let [n, sum] = [0, 0]
  const means = samples.flatMap((sample) => (sample.type === 'mean' && sample.of.n > 0 ? [sample.of] : []))
  for (const one of means) {
    n += one.n
    sum += one.n * one.mean
  }
  const mean = n === 0 ? 0 : sum / n
  const squares = means.reduce((all, one) => all + (one.n - 1) * one.variance + one.n * (one.mean - mean) ** 2, 0)
  return { type: 'mean', of: { n, mean, variance: n < 2 ? 0 : squares / (n - 1) }, excluded: {} }
}
