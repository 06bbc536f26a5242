import type { Own } from '../fixtures.ts'

export const measuresFixtures: Own = {}
