import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type Allowed,
  type Files,
  fileCircles,
  folderCircles,
  forbiddenGlobals,
  reachedFrom,
  tooLong,
  wrongDirections,
} from '../architecture.ts'

const root = join(import.meta.dirname, '../..')
const core = 'packages/core/src/'

/** The only places that may read the machine's clock, its timers, its chance or its network. */
const allowed: Allowed[] = [
  { path: 'packages/core/src/time/', reason: 'the system clock, behind the Clock that is injected' },
]

const house: Files = new Map(
  globSync('packages/*/src/**/*.ts', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)

const planted = (files: Record<string, string>): Files => new Map(Object.entries(files))

test('there are files to look at', () => {
  expect(house.has(`${core}index.ts`)).toBe(true)
})

describe('packages import only what is below them', () => {
  test('holds', () => {
    expect(wrongDirections(house)).toEqual([])
  })

  test.each([
    ['core, a storage', 'packages/core/src/a.ts', `import { open } from '@guanxi/sqlite'`],
    ['core, itself by name', 'packages/core/src/a.ts', `import { open } from '@guanxi/core'`],
    ['core, a node module', 'packages/core/src/a.ts', `import { readFile } from 'node:fs/promises'`],
    ['core, a node module by its old name', 'packages/core/src/a.ts', `import fs from 'fs'`],
    ['core, a type', 'packages/core/src/a.ts', `import type { Sql } from '@guanxi/sql'`],
    ['core, a type in place', 'packages/core/src/a.ts', `let x: import('@guanxi/sql').Sql`],
    ['core, when needed', 'packages/core/src/a.ts', `await import('@guanxi/sql')`],
    ['sql, a storage', 'packages/sql/src/a.ts', `export * from '@guanxi/postgres'`],
    ['a storage, the other', 'packages/sqlite/src/a.ts', `import '@guanxi/postgres'`],
    ['the test kit, Postgres', 'packages/testkit/src/a.ts', `import '@guanxi/postgres'`],
    ['a plugin, sql', 'packages/tickets/src/a.ts', `import '@guanxi/sql'`],
    ['a plugin, another', 'packages/tickets/src/a.ts', `import '@guanxi/marketing'`],
    ['a package, the files of another', 'packages/sql/src/a.ts', `import '../../core/src/index.ts'`],
  ])('finds %s', (_, path, text) => {
    expect(wrongDirections(planted({ [path]: text }))).toHaveLength(1)
  })

  test('lets a storage import core and sql, and a plugin core', () => {
    const text = `import '@guanxi/core'`
    const files = planted({
      'packages/sqlite/src/a.ts': `${text}; import '@guanxi/sql'`,
      'packages/tickets/src/a.ts': text,
    })
    expect(wrongDirections(files)).toEqual([])
  })
})

describe('no file imports itself through others', () => {
  test('holds', () => {
    expect(fileCircles(house)).toEqual([])
  })

  test('finds a circle of types', () => {
    const files = planted({
      [`${core}a.ts`]: `import type { B } from './b.ts'`,
      [`${core}b.ts`]: `export * from './deep/c.ts'`,
      [`${core}deep/c.ts`]: `import { a } from '../a.ts'`,
    })
    expect(fileCircles(files)).toEqual([`${core}a.ts -> ${core}b.ts -> ${core}deep/c.ts -> ${core}a.ts`])
  })

  test('finds a file that imports itself', () => {
    expect(fileCircles(planted({ [`${core}a.ts`]: `import './a.ts'` }))).toHaveLength(1)
  })

  test('lets two paths meet', () => {
    const files = planted({
      [`${core}a.ts`]: `import './b.ts'; import './c.ts'`,
      [`${core}b.ts`]: `import './c.ts'`,
      [`${core}c.ts`]: '',
    })
    expect(fileCircles(files)).toEqual([])
  })
})

describe("the arrows between core's folders point one way", () => {
  test('holds', () => {
    expect(folderCircles(house, core)).toEqual([])
  })

  test('so do those between the rooms of analytics', () => {
    const rooms = [...house].filter(([path]) => /^packages\/analytics\/src\/[^/]+\//.test(path))
    expect(folderCircles(new Map(rooms), 'packages/analytics/src/')).toEqual([])
  })

  test('finds two folders that import each other, though no file does', () => {
    const files = planted({
      [`${core}query/a.ts`]: `import '../schema/a.ts'`,
      [`${core}schema/a.ts`]: `import './b.ts'`,
      [`${core}schema/c.ts`]: `import type { B } from '../query/b.ts'`,
      [`${core}schema/b.ts`]: '',
      [`${core}query/b.ts`]: '',
    })
    expect(fileCircles(files)).toEqual([])
    expect(folderCircles(files, core)).toEqual(['query -> schema -> query'])
  })
})

describe('the calendar is a house of its own', () => {
  const calendar = `${core}time/business/`

  test('it comes without the rest of core', () => {
    const others = [...reachedFrom(house, `${core}calendar-entry.ts`)].filter((path) => !path.startsWith(calendar))
    const time = ['calendar', 'instant', 'zone'].map((name) => `${core}time/${name}.ts`)
    const error = ['codes', 'crm-error', 'hints-zh', 'index', 'placed'].map((name) => `${core}error/${name}.ts`)
    expect(others.sort()).toEqual([`${core}calendar-entry.ts`, ...error, ...time])
  })

  test('core comes without it', () => {
    const reached = ['index', 'storage-entry'].flatMap((name) => [...reachedFrom(house, `${core}${name}.ts`)])
    expect(reached.length).toBeGreaterThan(300)
    expect(reached.filter((path) => path.startsWith(calendar))).toEqual([])
  })

  test('what comes with a file is found, over circles too', () => {
    const files = planted({ 'a.ts': `import './b.ts'`, 'b.ts': `export * from './c.ts'`, 'c.ts': `import './a.ts'` })
    expect([...reachedFrom(files, 'a.ts')]).toEqual(['a.ts', 'b.ts', 'c.ts'])
  })
})

describe('time, chance and the network are injected', () => {
  test('holds', () => {
    expect(forbiddenGlobals(house, allowed)).toEqual([])
  })

  test.each([
    'const t = Date.now()',
    'const now = Date.now',
    'const t = new Date()',
    'const t = Date()',
    'const r = Math.random()',
    'const r = globalThis.Math.random()',
    'setTimeout(() => {}, 1)',
    'const later = setTimeout',
    'globalThis.setTimeout(() => {}, 1)',
    'setInterval(() => {}, 1)',
    'const t = performance.now()',
    'const id = crypto.randomUUID()',
    'const now = Temporal.Now.instant()',
    `await fetch('/')`,
    'const options = { fetch }',
    'const send = ({ fetch: send = fetch }) => send',
    `import { randomUUID } from 'node:crypto'`,
    `import { setTimeout } from 'node:timers/promises'`,
  ])('finds %s', (text) => {
    expect(forbiddenGlobals(planted({ [`${core}a.ts`]: `\n${text}` }), allowed)).toEqual([
      expect.stringMatching(/^packages\/core\/src\/a\.ts:2: /),
    ])
  })

  test.each([
    'const t = new Date(0)',
    'const t = clock.setTimeout(1)',
    'const f = (fetch: typeof globalThis.fetch) => fetch("/")',
    'const f = ({ fetch }: Options) => fetch("/")',
    'interface Options { fetch: typeof fetch; setTimeout(ms: number): void }',
    '// Date.now() in a comment',
    `const text = 'Math.random()'`,
    `import { createHash } from 'node:crypto'`,
  ])('lets %s be', (text) => {
    expect(forbiddenGlobals(planted({ [`${core}a.ts`]: text }), allowed)).toEqual([])
  })

  test('lets the allowed folder be, and only it', () => {
    const text = 'const t = Date.now()'
    expect(forbiddenGlobals(planted({ [`${core}time/a.ts`]: text }), allowed)).toEqual([])
    expect(forbiddenGlobals(planted({ [`${core}timeless/a.ts`]: text }), allowed)).toHaveLength(1)
  })
})

describe('no file is long', () => {
  test('holds', () => {
    expect(tooLong(house)).toEqual([])
  })

  test('finds one of 401 lines', () => {
    expect(tooLong(planted({ 'a.ts': 'x\n'.repeat(401), 'b.ts': 'x\n'.repeat(400) }))).toEqual([
      'a.ts: 401 lines, more than 400',
    ])
  })
})
