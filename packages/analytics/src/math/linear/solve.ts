/**
 * Solves A x = b by elimination with partial pivoting. `a` is square, an array of its rows. Null where it is singular.
 *
 * @example
 * const x = solve([[2, 1], [1, 3]], [3, 5]) // [0.8, 1.4]
 */
export function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] | null {
  return (
    eliminate(
      a,
      b.map((value) => [value]),
    )?.map((row) => row[0] ?? 0) ?? null
  )
}

/**
 * The inverse of a square matrix, an array of its rows. Null where it is singular.
 *
 * @example
 * const half = inverse([[2, 0], [0, 2]]) // [[0.5, 0], [0, 0.5]]
 */
export function inverse(a: readonly (readonly number[])[]): number[][] | null {
  return eliminate(
    a,
    a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0))),
  )
}

function eliminate(a: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] | null {
  const n = a.length
  const rows: Float64Array[] = a.map((row, i) => Float64Array.from([...row, ...(right[i] ?? [])]))
  const largest = Math.max(0, ...a.flat().map(Math.abs))
  for (let k = 0; k < n; k++) {
    const pivot = pivotOf(rows, k)
    const top = rows[pivot]
    if (top === undefined || !(Math.abs(top[k] as number) > n * Number.EPSILON * largest)) return null
    rows[pivot] = rows[k] as Float64Array
    rows[k] = top
    for (let i = 0; i < n; i++) if (i !== k) subtract(rows[i] as Float64Array, top, k)
  }
  return rows.map((row, k) => Array.from(row.subarray(n), (value) => value / (row[k] as number)))
}

function pivotOf(rows: readonly Float64Array[], k: number): number {
  let best = k
  const size = (i: number) => Math.abs(rows[i]?.[k] ?? 0)
  for (let i = k + 1; i < rows.length; i++) if (size(i) > size(best)) best = i
  return best
}

function subtract(row: Float64Array, top: Float64Array, k: number): void {
  const factor = (row[k] as number) / (top[k] as number)
  if (factor === 0) return
  for (let j = k; j < row.length; j++) row[j] = (row[j] as number) - factor * (top[j] as number)
}
