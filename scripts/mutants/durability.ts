import type { Mutant } from './mutant.ts'

const consumers = 'packages/testkit/test/kernel/consumers.test.ts'
const later = 'packages/testkit/test/kernel/later.test.ts'
const write = 'packages/testkit/test/kernel/write.test.ts'
const errors = 'packages/testkit/test/kernel/errors.test.ts'
const privacy = 'packages/testkit/test/crm/privacy.test.ts'

/** Defects in what is done later, once, and after a crash. */
export const durabilityMutants: readonly Mutant[] = [
  {
    name: 'a fact that is not stored',
    file: 'packages/core/src/operation/phase/record.ts',
    from: "if (run.facts.length > 0) run.pending.push({ type: 'insert'",
    to: "if (run.facts.length > 9) run.pending.push({ type: 'insert'",
    test: {
      file: consumers,
      name: 'sqlite > a consumer is told after the commit, once, and what it writes is caused by the fact',
    },
  },
  {
    name: 'the end of a job outside of its effect',
    file: 'packages/core/src/worker/in-transaction.ts',
    from: 'await unit.tx.commit(await queue.done(unit.tx, lease))',
    to: 'await unit.tx.commit()',
    test: {
      file: consumers,
      name: 'sqlite > a consumer is told after the commit, once, and what it writes is caused by the fact',
    },
  },
  {
    name: 'a cause that is forgotten',
    file: 'packages/core/src/worker/known.ts',
    from: '({ fact: cause, depth, calls: 0 })',
    to: '({ fact: null, depth, calls: 0 && Number(cause) })',
    test: {
      file: consumers,
      name: 'sqlite > a consumer is told after the commit, once, and what it writes is caused by the fact',
    },
  },
  {
    name: 'a chain without end',
    file: 'packages/core/src/operation/deliveries.ts',
    from: 'depth: fact.depth + 1',
    to: 'depth: fact.depth',
    test: {
      file: consumers,
      name: 'sqlite > G11: a rule that changes its own trigger runs once a fact, and the chain is cut: loop_cut',
    },
  },
  {
    name: 'what is refused for what it is, again and again',
    file: 'packages/core/src/worker/perform.ts',
    from: '!isCrmError(error) || error.retryable || error.status >= 500',
    to: '!isCrmError(error) || error.retryable || error.status >= 400',
    test: { file: consumers, name: 'sqlite > what is refused for what it is goes to the dead letters at once' },
  },
  {
    name: 'no backoff',
    file: 'packages/core/src/worker/perform.ts',
    from: 'engine.clock.now() + backoff(lease.attempt)',
    to: 'engine.clock.now() + 0 * backoff(lease.attempt)',
    test: {
      file: consumers,
      name: 'sqlite > an effect that fails is undone as a whole, tried again after a while, and there once',
    },
  },
  {
    name: 'given up too early',
    file: 'packages/core/src/worker/perform.ts',
    from: 'lease.attempt < lease.job.attempts',
    to: 'lease.attempt + 1 < 2 + 0 * lease.job.attempts',
    test: {
      file: consumers,
      name: 'sqlite > an effect that fails is undone as a whole, tried again after a while, and there once',
    },
  },
  {
    name: 'lanes that overtake',
    file: 'packages/core/src/job/table/runs.ts',
    from: 'row.lane === null ? undefined : lanes.get(row.lane)',
    to: 'lanes.get(undefined)',
    test: {
      file: consumers,
      name: 'sqlite > of one record a consumer is told in order: what fails holds up that record, and no other',
    },
  },
  {
    name: 'the rest of a lane kept back',
    file: 'packages/core/src/worker/run.ts',
    from: 'leases.slice(begun))',
    to: 'leases.slice(leases.length))',
    test: {
      file: consumers,
      name: 'sqlite > of one record a consumer is told in order: what fails holds up that record, and no other',
    },
  },
  {
    name: 'a lease without fence',
    file: 'packages/core/src/job/table/table-queue.ts',
    from: "({ id: job.id, fence, state: 'active' })",
    to: "({ id: job.id, ...(fence < 0 && { fence }), state: 'active' })",
    test: { file: consumers, name: 'sqlite > one whose lease was taken over while it worked writes nothing' },
  },
  {
    name: 'a hold that is not looked at',
    file: 'packages/core/src/job/table/table-queue.ts',
    from: '{ leasedUntil: this.#leaseEnd })) === 0) throw',
    to: '{ leasedUntil: this.#leaseEnd })) < 0) throw',
    test: { file: consumers, name: 'sqlite > one whose lease was taken over while it worked writes nothing' },
  },
  {
    name: 'a courier that writes without his job',
    file: 'packages/core/src/operation/phase/begin.ts',
    from: 'await run.cause.hold?.(run.unit.tx)',
    to: 'await undefined',
    test: { file: consumers, name: 'sqlite > a courier whose lease was taken over cannot write any more' },
  },
  {
    name: 'a key that changes at each try',
    file: 'packages/core/src/worker/outside.ts',
    from: `/\${fact.id}`,
    to: `/\${fact.id}/\${lease.attempt}`,
    test: { file: consumers, name: 'sqlite > a courier is told again with the same key, and its writes are its own' },
  },
  {
    name: 'a timer that is added instead of replaced',
    file: 'packages/core/src/operation/later.ts',
    from: 'id: key === undefined ? run.engine.newId() : keyedId(run, plugin, key)',
    to: 'id: key === undefined ? run.engine.newId() : keyedId(run, plugin, key) + at',
    test: { file: later, name: 'sqlite > under a key there is one: the later replaces it, and it can be taken back' },
  },
  {
    name: 'a schedule for one tenant alone',
    file: 'packages/core/src/worker/scheduled.ts',
    from: "id: JSON.stringify(['schedule', name, tenant, at])",
    to: "id: JSON.stringify(['schedule', name, at])",
    test: {
      file: later,
      name: 'sqlite > a schedule calls at its times in its zone, over a change of the clock, for each tenant once',
    },
  },
  {
    name: 'a schedule that ends itself',
    file: 'packages/core/src/job/table/table-queue.ts',
    from: 'rows: [{ id: job.id, fence }] }]',
    to: 'rows: [{ id: job.id, ...(fence < 0 && { fence }) }] }]',
    test: {
      file: later,
      name: 'sqlite > a schedule calls at its times in its zone, over a change of the clock, for each tenant once',
    },
  },
  {
    name: 'a schedule that makes up for every time',
    file: 'packages/core/src/worker/fire.ts',
    from: 'schedule.after(Math.max(now, epochOf(job.dueAt)))',
    to: 'schedule.after(epochOf(job.dueAt))',
    test: { file: later, name: 'sqlite > times that nobody was there at are made up for once, or skipped' },
  },
  {
    name: 'an idempotency key that another actor meets',
    file: 'packages/core/src/operation/phase/claim.ts',
    from: 'JSON.stringify([run.caller.actor.user, run',
    to: "JSON.stringify(['', run",
    test: {
      file: write,
      name: 'sqlite > idempotency: the same key answers the first result; other parameters are refused; actors do not meet',
    },
  },
  {
    name: 'other parameters under one key',
    file: 'packages/core/src/operation/phase/claim.ts',
    from: 'if (found.row.fingerprint !== fingerprint) {',
    to: 'if (found.row.fingerprint === null) {',
    test: {
      file: write,
      name: 'sqlite > idempotency: the same key answers the first result; other parameters are refused; actors do not meet',
    },
  },
  {
    name: 'an answer that is not kept',
    file: 'packages/core/src/operation/phase/record.ts',
    from: 'set: { result: { value: run.result, last: run.last } }',
    to: 'set: { result: { value: null, last: run.last } }',
    test: {
      file: write,
      name: 'sqlite > idempotency: the same key answers the first result; other parameters are refused; actors do not meet',
    },
  },
  {
    name: 'an edited migration',
    file: 'packages/core/src/migration/run.ts',
    from: 'else if (row.checksum !== checksumOf(migration)) {',
    to: "else if (row.checksum === '' && checksumOf(migration)) {",
    test: { file: errors, name: 'sqlite > a database that is newer than the code, and a migration that was edited' },
  },
  {
    name: 'a newer database',
    file: 'packages/core/src/migration/run.ts',
    from: 'if (unknown.length > 0) {',
    to: 'if (unknown.length > 9) {',
    test: { file: errors, name: 'sqlite > a database that is newer than the code, and a migration that was edited' },
  },
  {
    name: 'jobs that outlive the person',
    file: 'packages/core/src/job/table/table-queue.ts',
    from: 'telling.map((id) => ({ id })),',
    to: 'telling.slice(telling.length).map((id) => ({ id })),',
    test: {
      file: privacy,
      name: 'sqlite > P1: nothing of a person is left in any column once he is erased, and everything of the others is',
    },
  },
  {
    name: 'statements on their way are kept by the next transaction',
    file: 'packages/sqlite/src/transaction.ts',
    from: 'if (ended || !connection',
    to: 'if ((ended && statements.length === 0) || !connection',
    test: {
      file: 'packages/testkit/test/kernel/transaction.test.ts',
      name: 'sqlite > what is still on its way when a transaction is given up is nowhere, and not in the next one',
    },
  },
]
