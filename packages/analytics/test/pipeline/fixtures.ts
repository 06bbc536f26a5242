import type { Own } from '../fixtures.ts'

export const pipelineFixtures: Own = {}
