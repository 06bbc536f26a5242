import { afterAll, describe, test } from 'vitest'
import { analytics } from '../src/index.ts'
import { fixtures } from './fixtures.ts'

/** What the suites of plugins are given. */
export const suite = {
  plugin: analytics(),
  fixtures,
  elevated: ['hooks.order', 'analytics.settleCommissions'],
  describe,
  test,
  afterAll,
}
