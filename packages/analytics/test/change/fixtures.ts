import type { Own } from '../fixtures.ts'

export const changeFixtures: Own = {}
