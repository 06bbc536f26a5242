import { pluginConformance } from '@guanxi/testkit'
import { describe } from 'vitest'
import { server, servers } from '../../testkit/test/storages.ts'
import { suite } from './suite.ts'

if (servers) describe('on Postgres', () => pluginConformance({ ...suite, create: server }))
