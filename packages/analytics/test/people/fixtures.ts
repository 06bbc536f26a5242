import type { Own } from '../fixtures.ts'

export const peopleFixtures: Own = {}
