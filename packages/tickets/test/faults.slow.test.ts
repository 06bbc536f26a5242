import { faultConformance } from '@guanxi/testkit'
import { suite } from './suite.ts'

// One point of each operation with a handler of the plugin's own; some of every operation with GUANXI_TEST_FULL=1, and without
// `points` every one.
const full = process.env.GUANXI_TEST_FULL === '1'
const { operations } = suite.plugin['~definition']
const own = Object.entries(operations).flatMap(([resource, keys]) =>
  Object.keys(keys).map((key) => `${resource}.${key}`),
)
const tried = Object.entries(suite.fixtures).filter(([name]) => full || own.includes(name))

faultConformance({ ...suite, fixtures: Object.fromEntries(tried), points: full ? 4 : 1 })
