import type { Fixtures } from '../fixtures.ts'

/** A fixture for each operation on what the engine itself keeps. */
export const systemFixtures: Fixtures = {
  'deadLetters.list': async () => ({ input: { limit: 5, after: null } }),
  'deadLetters.replay': async (_, unique) => ({ input: { ids: [unique] } }),
  'deadLetters.discard': async (_, unique) => ({ input: { ids: [unique] } }),
}
