import type { Own } from '../fixtures.ts'

export const lifetimeFixtures: Own = {}
