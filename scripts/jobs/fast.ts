import type { Clock } from '@guanxi/core'

/** A lease of half a minute is three seconds of it: the same instant in every process. */
export const fast: Clock = { now: () => (Date.now() - began) * 10 + began }

const began = Date.parse('2026-01-01T00:00:00Z')
