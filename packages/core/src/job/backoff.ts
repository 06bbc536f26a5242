/** How often something is tried unless told. */
export const usualAttempts = 10

const [first, longest] = [1000, 3_600_000]

/** How long to wait after the n-th failure, in milliseconds: 1 s, 3 s, 9 s … at most an hour. Ten tries take about two hours. */
export const backoff = (attempt: number): number => Math.min(longest, first * 3 ** (attempt - 1))
