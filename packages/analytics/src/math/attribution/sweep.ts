/** A step of a chain: to which state, how likely. */
export interface Step {
  readonly to: number
  readonly p: number
}

/**
 * The least x of x = b + Qx for the steps Q of an absorbing chain, by Gauss and Seidel's sweeps. From 0 upwards each sweep only
 * adds, and so does rounding: it comes to rest whatever the chain.
 */
export function sweep(steps: readonly (readonly Step[])[], b: readonly number[]): Float64Array {
  const x = new Float64Array(b.length)
  for (let moved = 1; moved > 1e-15 * (x[0] ?? 0); ) {
    moved = 0
    // Backwards: the later states of a path are mostly the later ones here.
    for (let i = b.length - 1; i >= 0; i -= 1) {
      let sum = b[i] ?? 0
      let away = 1
      for (const { to, p } of steps[i] ?? []) {
        if (to === i) away -= p
        else sum += p * (x[to] ?? 0)
      }
      const next = sum / away
      moved = Math.max(moved, next - (x[i] ?? 0))
      x[i] = next
    }
  }
  return x
}
