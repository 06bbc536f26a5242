import { storageConformance } from '@guanxi/testkit'
import { afterAll, describe, test } from 'vitest'
import { inFile, inMemory } from './files.ts'

const suite = { describe, test, afterAll }

storageConformance({ ...suite, name: 'Node’s SQLite in memory', create: inMemory })
storageConformance({ ...suite, name: 'Node’s SQLite in a file', create: inFile })
