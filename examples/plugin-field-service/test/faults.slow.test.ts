import { faultConformance } from '@guanxi/testkit'
import { describe, test } from 'vitest'
import { fieldService } from '../src/plugin.ts'
import { fixtures } from './fixtures.ts'

// Some points of each operation; without `points`, every one.
faultConformance({ plugin: fieldService(), fixtures, points: 2, describe, test })
