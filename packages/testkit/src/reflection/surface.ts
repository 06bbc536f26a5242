import assert from 'node:assert/strict'
import type { Description } from '@guanxi/core'

/** What an instance has beside operations, and why it is none. */
const ofInstance: Readonly<Record<string, string>> = {
  as: 'says who acts',
  asSystem: 'says that the host itself acts, and why',
  on: 'tells this process of facts',
  migrate: 'changes tables, not records',
  uninstall: 'takes the tables of a plugin away',
  compact: 'changes files, not records',
  check: 'looks at the whole database, for whoever runs it',
  rebuildSearch: 'makes indexes anew',
  rebuildRollups: 'sets kept figures to what the records say',
  verifyRollups: 'compares kept figures with the records',
  describe: 'tells what the code says',
  work: 'does what was asked for by operations',
  tick: 'does what was asked for by operations',
  close: 'ends the instance',
}

/** What a scope has beside operations. */
const ofScope: Readonly<Record<string, string>> = {
  transaction: 'several calls of the same actor',
  withTransaction: 'his calls in a transaction of the host',
}

/** Whatever can be called of an instance or of a scope is an operation, or is named here with the reason. */
export function checkSurface(crm: object, scope: object, { operations }: Description): void {
  const names = operations.map(({ name }) => name)
  const lists = names.filter((name) => name.endsWith('.list'))
  const known = [
    ...names,
    ...Object.keys(ofScope),
    // Page after page of the list, by the same operation.
    ...lists.map((name) => name.replace(/list$/, 'iterate')),
    // Refuses, and says that no field is searchable.
    ...lists
      .map((name) => name.replace(/list$/, 'search'))
      .filter((name) => Reflect.has(resource(scope, name), 'search')),
  ]
  assert.deepEqual(callables(scope), [...new Set(known)].toSorted())
  assert.deepEqual(callables(crm), Object.keys(ofInstance).toSorted())
}

const resource = (scope: object, name: string): object =>
  Reflect.get(scope, name.slice(0, name.lastIndexOf('.'))) as object

/** Every function that is reachable, whether it is listed or not, by a name, a symbol or the prototype. */
export function callables(root: object): readonly string[] {
  const found: string[] = []
  const walk = (value: unknown, path: string, above: readonly unknown[]) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || above.includes(value)) return
    if (typeof value === 'function') found.push(path)
    const within = [...above, value]
    // What it inherits is its own to whoever calls it.
    for (let holder: unknown = value; isOurs(holder); holder = Object.getPrototypeOf(holder))
      for (const key of Reflect.ownKeys(holder)) {
        // Those of every function: its prototype is seen as that of what it makes.
        if (typeof value === 'function' && ['name', 'length', 'prototype'].includes(String(key))) continue
        walk(Reflect.get(holder, key, value), path === '' ? String(key) : `${path}.${String(key)}`, within)
      }
  }
  walk(root, '', builtIn)
  return found.toSorted()
}

const isOurs = (value: unknown): value is object => value !== null && !builtIn.some((one) => one === value)

const builtIn: readonly object[] = [
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Object.getPrototypeOf(async () => undefined),
  Object.getPrototypeOf(function* () {}),
  Object.getPrototypeOf(async function* () {}),
]
