import { beforeAll, describe, expect, test } from 'vitest'
import { calls } from '../types-cost/calls.ts'
import { Compiler } from '../types-cost/compile.ts'
import { app, plugin, type Size, upTo, usual } from '../types-cost/sources.ts'

/** What types may cost, in TypeScript's instantiations: they decide how an editor feels with many plugins. */
describe('the types stay cheap', { timeout: 120_000 }, () => {
  let compiler: Compiler
  beforeAll(() => {
    compiler = new Compiler()
    compiler.libraries(Object.fromEntries(upTo(40).map((n) => [`plugin${n}`, plugin(n)])))
  }, 120_000)
  const cost = (source: string) => compiler.cost(source).instantiations

  test('an installed plugin: at most 500, and the fortieth no more than the fourth', () => {
    const [few, some, many] = [4, 22, 40].map((n) => cost(app(n))) as [number, number, number]
    const [early, late] = [(some - few) / 18, (many - some) / 18]
    report(`a plugin ${round(early)}, with many ${round(late)}`)
    expect(early).toBeLessThanOrEqual(500)
    expect(late).toBeLessThanOrEqual(early * 1.1)
  })

  test('an installed plugin, in an app that uses everything: as linear', () => {
    const used = Object.values(calls).map((call) => call(0))
    const [few, some, many] = [4, 22, 40].map((n) => cost(app(n, used))) as [number, number, number]
    const [early, late] = [(some - few) / 18, (many - some) / 18]
    report(`a plugin where everything is used ${round(early)}, with many ${round(late)}`)
    expect(late).toBeLessThanOrEqual(early * 1.1)
  })

  test.each(Object.entries(calls))('a call: at most 250 (%s)', (name, call) => {
    // The entities are in use already; what is counted are calls of this kind.
    const others = upTo(7).flatMap((n) => Object.values(calls).flatMap((other) => (other === call ? [] : [other(n)])))
    const [one, six] = [1, 6].map((n) => cost(app(10, [...others, ...upTo(n).map(call)]))) as [number, number]
    const each = (six - one) / 5
    report(`${name} ${round(each)}`)
    expect(each).toBeLessThanOrEqual(250)
  })

  test.each<[string, keyof Size, number]>([
    ['an operation', 'operations', 600],
    ['an entity', 'entities', 500],
    ['a handler', 'handlers', 250],
    ['a hook that asks its table', 'hooks', 250],
  ])('its author: %s', (name, part, budget) => {
    const base = { ...usual, operations: 14 }
    const [few, many] = [0, 10].map((n) => cost(plugin(0, { ...base, [part]: base[part] + n }))) as [number, number]
    const each = (many - few) / 10
    report(`author, ${name} ${round(each)}`)
    expect(each).toBeLessThanOrEqual(budget)
  })

  test('the declaration of an exported crm: at most 1 kB with 10 plugins, and 100 characters a custom field', () => {
    const text = (fields: number) => declarationOf(compiler.cost(app(10, [], fields)).declaration)
    const [none, five] = [text(0).length, text(5).length]
    report(`declaration ${none} characters, a field ${round((five - none) / 5)}`)
    expect(text(0)).toContain('export declare const crm')
    expect(none).toBeLessThanOrEqual(1000)
    expect((five - none) / 5).toBeLessThanOrEqual(100)
  })

  test('a program that does not compile is noticed', () => {
    expect(() => cost(app(1, ['await me.nothing.get()']))).toThrow("Property 'nothing' does not exist")
  })
})

const round = Math.round
const report = (line: string) => console.log(`types: ${line}`)
const declarationOf = (text: string) => /export declare const crm[^;]*(?:;(?!\n\n|$)[^;]*)*;/.exec(text)?.[0] ?? ''
