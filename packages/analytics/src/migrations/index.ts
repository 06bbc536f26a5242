import type { Migration } from '@guanxi/core'
import { m0001 } from './0001_start.ts'
import { m0002 } from './0002_lean.ts'
import { m0003 } from './0003_regions.ts'
import { m0004 } from './0004_months.ts'

/** In order. */
export const migrations: readonly Migration[] = [m0001, m0002, m0003, m0004]
