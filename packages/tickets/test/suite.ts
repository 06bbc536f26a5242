import { afterAll, describe, test } from 'vitest'
import { tickets } from '../src/index.ts'
import { fixtures } from './fixtures.ts'
import { survey } from './survey/fixtures.ts'

/** What the suites of plugins are given. */
export const suite = {
  plugin: tickets({ survey }),
  fixtures,
  elevated: ['hooks.ticket', 'routing.route', 'routing.setAgent', 'routing.setStatus', 'routing.skills'],
  describe,
  test,
  afterAll,
}
