import type { Migration } from '@guanxi/core'
import { m0001 } from './0001_start.ts'

/** In order. */
export const migrations: readonly Migration[] = [m0001]
