import { pluginConformance } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { memory, server, servers } from '../../../packages/testkit/test/storages.ts'
import { fieldService } from '../src/plugin.ts'
import { fixtures } from './fixtures.ts'

const elevated = ['installations.transfer']
const suite = { plugin: fieldService(), fixtures, elevated, describe, test, afterAll }
describe('on SQLite', () => pluginConformance({ ...suite, create: memory }))
if (servers) describe('on Postgres', () => pluginConformance({ ...suite, create: server }))
