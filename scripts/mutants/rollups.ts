import type { Mutant } from './mutant.ts'

const tests = (name: string) => ({ file: 'packages/testkit/test/rollup/rollup.test.ts', name })
const edits = tests(
  'sqlite > after thousands of edits, moves, deletions and restores every group is what its records say',
)
const whatever = tests('sqlite > it answers as the records do, whatever is asked')
const some = tests(
  'sqlite > whoever sees some of the records is answered by it where its keys tell which, and else by the records',
)

const settle = (name: string) => ({ file: 'packages/testkit/test/rollup/settle.test.ts', name })
const lists = (name: string) => ({ file: 'packages/testkit/test/rollup/lists.test.ts', name })
const notes = (name: string) => ({ file: 'packages/testkit/test/rollup/notes.test.ts', name })

/** Defects in figures that follow the writes. */
export const rollupMutants: readonly Mutant[] = [
  {
    name: 'what is in the bin counts in a rollup',
    file: 'packages/core/src/rollup/journal.ts',
    from: 'row === null || (row.deletedAt ?? null) !== null ?',
    to: 'row === null ?',
    test: edits,
  },
  {
    name: 'a record that changes counts twice in a rollup',
    file: 'packages/core/src/rollup/cells.ts',
    from: 'add(cellOf(rollup, before), -1n)',
    to: 'if (after === null) add(cellOf(rollup, before), -1n)',
    test: edits,
  },
  {
    name: 'a rollup answers for part of a period',
    file: 'packages/core/src/time/period.ts',
    from: 'return cut ? spelled(start, period) : undefined',
    to: 'return cut || ms > 0 ? spelled(start, period) : undefined',
    test: whatever,
  },
  {
    name: 'a rollup of other records answers',
    file: 'packages/core/src/rollup/answer.ts',
    from: 'if (!counted.every(',
    to: 'if (counted.length > 9 && !counted.every(',
    test: whatever,
  },
  {
    name: 'a rollup adds what is hidden from the actor',
    file: 'packages/core/src/rollup/answer.ts',
    from: '.some((name) => names.has(name))',
    to: '.some((name) => names.has(name) && name === "")',
    test: some,
  },
  {
    name: 'a rollup that was never built answers',
    file: 'packages/core/src/rollup/rollups.ts',
    from: 'if (row === undefined) this.#missed.set(rollup.name, now)',
    to: 'if (row === undefined) return true',
    test: tests('sqlite > one that came later answers once it is built'),
  },
  {
    name: 'cells answer without what was noted',
    file: 'packages/core/src/operation/read/by-rollup.ts',
    from: 'rollup))) return true',
    to: 'rollup)) || rollup.keys.length > 0) return true',
    test: notes('sqlite > in a transaction the records answer, until it is over'),
  },
  {
    name: 'what is in the cells stays noted',
    file: 'packages/core/src/operation/rollup/fold.ts',
    from: "{ type: 'delete', ...to, rows: notes.map(({ id }) => ({ id, of: tenant })) },",
    to: '',
    test: notes(
      'sqlite > who writes notes what has changed, in one row; who reads first brings it into the cells, and then it is gone',
    ),
  },
  {
    name: 'what is noted for a rollup that is not known here is lost',
    file: 'packages/core/src/operation/rollup/fold.ts',
    from: '.filter((name) => left.has(name))',
    to: '.filter((name) => left.size > 9 && left.has(name))',
    test: notes('sqlite > a process that does not know a rollup leaves what is noted for it to those who do'),
  },
  {
    name: 'who reads waits for who writes',
    file: 'packages/sqlite/src/driver.ts',
    from: 'if (wait === false && this.#mutex.isTaken)',
    to: 'if (wait === undefined && signal?.aborted === true && this.#mutex.isTaken)',
    test: notes('on SQLite who reads waits for nobody who writes: the records answer meanwhile'),
  },
  {
    name: 'what is noted is not looked at where there is no cell yet',
    file: 'packages/core/src/operation/rollup/settle.ts',
    from: 'if (matchesCondition(within, keys) === true) ids.add(id)',
    to: 'if (matchesCondition(within, keys) === undefined) ids.add(id)',
    test: settle('sqlite > the last record of a group is deleted while the rollup is built: it is right'),
  },
  {
    name: 'two set the same cells right',
    file: 'packages/core/src/operation/rollup/settle.ts',
    from: 'const isFirst = claim?.counts[0] === 1',
    to: 'const isFirst = claim !== undefined',
    test: settle('sqlite > two that set cells right at once set them right once'),
  },
  {
    name: 'a rollup that refuses what is noted keeps the others waiting',
    file: 'packages/core/src/operation/rollup/fold.ts',
    from: 'if (!isRefused(error)) return told(engine, error)',
    to: 'if (!isRefused(error) || all.length > 0) return told(engine, error)',
    test: {
      file: 'packages/testkit/test/rollup/refused.test.ts',
      name: 'sqlite > a figure too large keeps nobody else from answering, and all is well once it is not',
    },
  },
  {
    name: 'cells of another definition are added to',
    file: 'packages/core/src/operation/rollup/fold.ts',
    from: "['', digest].includes(states.get(name) ?? '')",
    to: "['', digest, states.get(name) ?? ''].includes(states.get(name) ?? '')",
    test: {
      file: 'packages/testkit/test/rollup/strangers.test.ts',
      name: 'sqlite > who has another definition of a rollup leaves its cells alone',
    },
  },
  {
    name: 'cells between two large groups are left as they are when a rollup is built',
    file: 'packages/core/src/operation/rollup/parts.ts',
    from: "yield within(behind(begin), is('lt', value))",
    to: '',
    test: {
      file: 'packages/testkit/test/rollup/many.slow.test.ts',
      name: 'sqlite > a rollup of many groups is built by parts, each of them once and exactly',
    },
  },
  {
    name: 'a period is listed after its last record',
    file: 'packages/core/src/rollup/figures.ts',
    from: 'if (there === 0n) list.delete(day)',
    to: 'if (there < 0n) list.delete(day)',
    test: lists('sqlite > a period is listed as long as there is a record in it'),
  },
  {
    name: 'what was in a list is forgotten when something is added',
    file: 'packages/core/src/rollup/cells.ts',
    from: 'addTo(figures, before.get(id))',
    to: '',
    test: lists('sqlite > after hundreds of writes each list is that of its records'),
  },
  {
    name: 'a list answers where others of its periods are asked for',
    file: 'packages/core/src/rollup/answer.ts',
    from: 'list.field.name === path.field.name && isOf(list, bucket)',
    to: 'list.field.name === path.field.name',
    test: lists('sqlite > the periods of a group come out of one cell, or of several'),
  },
  {
    name: 'verify does not look into lists',
    file: 'packages/core/src/rollup/figures.ts',
    from: 'lists.every(({ size }) => size === 0)',
    to: 'lists.length >= 0',
    test: lists('sqlite > what was changed past the engine is found in a list, told and set right'),
  },
]
