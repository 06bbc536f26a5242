import type { Mutant } from './mutant.ts'

const images = { file: 'packages/testkit/test/security/images.test.ts' }
const inputs = 'packages/testkit/test/security/inputs.slow.test.ts'
const reflection = 'packages/testkit/test/reflection.test.ts'
const concurrency = 'packages/testkit/test/durability/concurrency.slow.test.ts'
const limits = 'packages/testkit/test/durability/limits.test.ts'
const convert = 'packages/testkit/test/crm/leads.test.ts'
const worker = 'packages/testkit/test/kernel/worker.test.ts'
const lines = {
  ...images,
  name: 'sqlite > S4: nothing is made or moved over a line by whoever may write on one side of it alone',
}
const statements = {
  file: 'packages/testkit/test/security/statements.test.ts',
  name: 'S3: reads, searches and writes of every kind say whose rows they mean',
}
const aborted = {
  file: worker,
  name: 'sqlite > aborted, a worker ends what it is at, gives the rest of the lane back and takes nothing new',
}
const hanging = {
  file: worker,
  name: 'sqlite > a courier that hangs has half a minute, is tried again later, and writes nothing any more',
}
const reflected = (name: string) => ({ file: reflection, name: `The core on SQLite reflects > ${name}` })

/** Defects in who may do what, in what inputs may say, and in how much is done at once. */
export const securityMutants: readonly Mutant[] = [
  {
    name: 'a way beside the operations',
    file: 'packages/core/src/crm.ts',
    from: '    describe: () => describe(engine, assembly.definitions),',
    to: '    describe: () => describe(engine, assembly.definitions), ...{ engine: () => engine },',
    test: reflected('whatever can be called is an operation'),
  },
  {
    name: 'rights of who has left',
    file: 'packages/core/src/operation/caller.ts',
    from: 'if (revoked.has(actor.user)) return',
    to: "if (revoked.has(actor.user + ' ')) return",
    test: reflected('companies.create refuses what it must'),
  },
  {
    name: 'keys that nobody defined',
    file: 'packages/core/src/operation/record/parser.ts',
    from: 'const createSchema = once(() => z.strictObject({',
    to: 'const createSchema = once(() => z.object({',
    test: reflected('companies.create refuses what it must'),
  },
  {
    name: 'search candidates of every tenant',
    file: 'packages/sql/src/lower/narrow.ts',
    from: `all([sql\`\${node.tenant} = \${lowering.tenant()}\`, ...conditions])`,
    to: 'all(conditions)',
    test: statements,
  },
  {
    name: 'records of every tenant',
    file: 'packages/sql/src/lower/source.ts',
    from: `[sql\`\${node.tenant} = \${lowering.tenant()}\`, ...found.conditions]`,
    to: '[...found.conditions]',
    test: statements,
  },
  {
    name: 'records that are not judged as they have become',
    file: 'packages/core/src/operation/phase/recheck.ts',
    from: 'if (held.size < rows.length) throw forbidden(run)',
    to: 'if (held.size < 0 * rows.length) throw forbidden(run)',
    test: lines,
  },
  {
    name: 'a second effect under one key',
    file: 'packages/core/src/operation/phase/claim.ts',
    from: 'run.done = true',
    to: 'run.done = false',
    test: {
      file: concurrency,
      name: 'sqlite > R4: one effect per key, in sequence and at once, from one instance and from two',
    },
  },
  {
    name: 'a version that is not looked at',
    file: 'packages/core/src/operation/record/load-one.ts',
    from: 'if (expected === undefined || expected === actual) return',
    to: 'if (expected === undefined || Number(expected) <= Number(actual)) return',
    test: {
      file: concurrency,
      name: 'sqlite > R9: with ifVersion no update is lost, and who is late is told the version that is there',
    },
  },
  {
    name: 'what was given up, and is there by half',
    file: 'packages/core/src/operation/phase/commit.ts',
    from: '  run.pending = []\n}',
    to: '  run.pending = []\n  aborted(signalOf(run))\n}',
    test: {
      file: limits,
      name: 'R14 > on sqlite > R14: deals.move that is given up at any statement is done, or has left nothing',
    },
  },
  {
    name: 'keys that nobody looks at',
    file: 'packages/core/src/entities/lead/convert.ts',
    from: 'checkGiven(schema, options)',
    to: 'checkGiven(schema, {})',
    test: {
      file: convert,
      name: 'sqlite > a key that nobody knows is refused, whether a record is made of it or is there already',
    },
  },
  {
    name: 'an actor without a name',
    file: 'packages/core/src/crm.ts',
    from: "typeof input?.user !== 'string' || input.user === '' ||",
    to: "typeof input?.user !== 'string' ||",
    test: { file: inputs, name: 'S14: what a fresh instance refuses, unless it is told otherwise' },
  },
  {
    name: 'work that is begun after the end',
    file: 'packages/core/src/worker/run.ts',
    from: 'if (isStopped(begun)) break',
    to: 'if (isStopped(begun) && begun > 9) break',
    test: aborted,
  },
  {
    name: 'who hangs for ever',
    file: 'packages/core/src/worker/patience.ts',
    from: 'inTime(clock, patience, tell',
    to: 'inTime(clock, 1000 * patience, tell',
    test: hanging,
  },
  {
    name: 'a word that is not heard',
    file: 'packages/core/src/worker/outside.ts',
    from: '          alive()\n',
    to: '',
    test: { file: worker, name: 'sqlite > a courier that says that it is at work is waited for, and its lease lasts' },
  },
]
