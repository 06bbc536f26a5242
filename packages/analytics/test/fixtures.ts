import type { CoreTypes } from '@guanxi/core'
import type { Fixtures } from '@guanxi/testkit'
import type { AnalyticsTypes } from '../src/index.ts'
import { changeFixtures } from './change/fixtures.ts'
import { customersFixtures } from './customers/fixtures.ts'
import { lifetimeFixtures } from './lifetime/fixtures.ts'
import { measuresFixtures } from './measures/fixtures.ts'
import { peopleFixtures } from './people/fixtures.ts'
import { pipelineFixtures } from './pipeline/fixtures.ts'
import { qualityFixtures } from './quality/fixtures.ts'

/** An example of each operation of a room. */
export type Own = Fixtures<CoreTypes & AnalyticsTypes>

/** An example of each operation of the plugin. */
export const fixtures: Own = {
  ...customersFixtures,
  ...lifetimeFixtures,
  ...pipelineFixtures,
  ...peopleFixtures,
  ...qualityFixtures,
  ...changeFixtures,
  ...measuresFixtures,
}
