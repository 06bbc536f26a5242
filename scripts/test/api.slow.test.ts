import { describe, expect, test } from 'vitest'
import { lacking, wrongExamples } from '../docs/examples.ts'
import { entries, surface } from '../docs/surface.ts'

const all = surface(entries())

test('every entry is read', () => {
  const count = (module: string) => all.filter((one) => one.module === module).length
  expect([...entries().keys()].filter((module) => count(module) === 0)).toEqual([])
  expect(all.find(({ name }) => name === 'createCrm')).toMatchObject({ module: '@guanxi/core', kind: 'value' })
})

test('every export has a text, and an example shows it', () => {
  expect(lacking(all)).toEqual([])
})

test('the examples compile', { timeout: 300_000 }, () => {
  expect(wrongExamples(all)).toEqual([])
})

describe('the suite notices', () => {
  const planted = (text: string) => {
    const entry = 'packages/planted/src/index.ts'
    return surface(new Map([['@guanxi/planted', entry]]), new Map([[entry, text]]))
  }
  const example = (text: string) => `/**\n * What it is.\n *\n * @example\n * ${text}\n */\n`

  test('an export without a text, and without an example', () => {
    expect(lacking(planted('export const a = 1'))).toEqual([
      'packages/planted/src/index.ts: a has no text',
      'packages/planted/src/index.ts: a has no example',
    ])
  })

  test('a type that no example shows', () => {
    const type = '/** What it is. */ export interface T {}\n'
    const value = 'export const a = (t: T) => t\n'
    expect(lacking(planted(type))).toEqual(['packages/planted/src/index.ts: no example shows the type T'])
    expect(lacking(planted(`${type}/** Its text. */ ${value}`))).toHaveLength(2)
    expect(lacking(planted(`${type}${example('a({})')}${value}`))).toEqual([])
    expect(lacking(planted(`${type}${example('const t: T = {}')}export interface U {}`))).toEqual([])
    expect(lacking(planted(example('const t: T = {}') + type.slice(19)))).toEqual([])
  })

  test('an example that does not compile, at its line', () => {
    const wrong = planted(`${example("const n = 1\n * const s: string = n\n * me.deals.get('d_1')")}export const a = 1`)
    expect(wrongExamples(wrong)).toEqual([
      "packages/planted/src/index.ts: a, line 2 of its example: Type 'number' is not assignable to type 'string'.",
    ])
  })

  test('an example of a member', () => {
    const member = `/** @example\n * you.deals */\n  m(): void`
    expect(wrongExamples(planted(`/** What it is. */ export interface T {\n  ${member}\n}`))).toEqual([
      expect.stringContaining("T, line 1 of its example: Cannot find name 'you'"),
    ])
  })

  test('an example that uses what is neither given nor exported', () => {
    expect(wrongExamples(planted(`${example('you.deals')}export const a = 1`))).toEqual([
      expect.stringContaining("Cannot find name 'you'"),
    ])
  })
})
