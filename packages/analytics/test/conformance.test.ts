import { pluginConformance } from '@guanxi/testkit'
import { describe } from 'vitest'
import { memory } from '../../testkit/test/storages.ts'
import { suite } from './suite.ts'

describe('on SQLite', () => pluginConformance({ ...suite, create: memory }))
