import type { Own } from '../fixtures.ts'

export const qualityFixtures: Own = {}
