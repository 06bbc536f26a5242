import { CrmError, isCrmError } from '../error/index.ts'
import { backoff, type Job, type JobError, type Lease } from '../job/index.ts'
import { call, type Engine, Line, type Registered, type Unit } from '../operation/index.ts'
import { formatInstant } from '../time/index.ts'
import { fire, tenantsOf } from './fire.ts'
import { inTransaction } from './in-transaction.ts'
import { causeOf, consumerOf, factOf, worker } from './known.ts'
import { outside } from './outside.ts'
import { answered } from './patience.ts'
import type { Workshop } from './workshop.ts'

/** How it went. `stale`: somebody else has the job now, and nothing of it was written here. */
export type Outcome = 'done' | 'again' | 'dead' | 'stale'

/** Does a job, and tells the queue how it went. */
export async function perform(shop: Workshop, lease: Lease): Promise<Outcome> {
  const { engine } = shop
  try {
    await attempt(shop, lease)
    return 'done'
  } catch (error) {
    if (isCrmError(error, 'STALE_LEASE')) return 'stale'
    const again = isWorthAnother(error) && lease.attempt < lease.job.attempts
    const { name, tenant, recordId } = lease.job
    engine.logger[again ? 'warn' : 'error']('a job failed', {
      job: name,
      tenant,
      recordId,
      attempt: lease.attempt,
      error,
    })
    const due = engine.clock.now() + backoff(lease.attempt)
    await engine.queue.fail(lease, errorOf(error), again ? formatInstant(due) : null)
    return again ? 'again' : 'dead'
  }
}

/** What is refused for what it is will be refused the next time; what this process does not know yet, another one may. */
const isWorthAnother = (error: unknown): boolean =>
  isCrmError(error, 'OPERATION_UNKNOWN') || !isCrmError(error) || error.retryable || error.status >= 500

/** Without the values that a cause may hold. */
const errorOf = (error: unknown): JobError =>
  isCrmError(error)
    ? { code: error.code, message: error.message }
    : { code: 'HANDLER_FAILED', message: 'The code threw something that is no CrmError.' }

async function attempt(shop: Workshop, lease: Lease): Promise<void> {
  const { engine } = shop
  const { job } = lease
  await engine.ready()
  switch (job.kind) {
    case 'schedule': {
      const tenants = await tenantsOf(engine)
      return inTransaction(engine, lease, (unit) => fire(shop, job, tenants, unit))
    }
    case 'call': {
      const operation = engine.registry.get(job.name)
      return inTransaction(engine, lease, (unit) => made(engine, job, unit, operation, job.input))
    }
    case 'fact': {
      const installed = consumerOf(engine, job)
      if (installed === undefined) throw new CrmError('OPERATION_UNKNOWN', { details: { operation: job.name } })
      if (installed.consumer.outside === true) return outside(engine, lease, installed.consumer.run)
      return inTransaction(engine, lease, async (unit) => {
        const fact = await factOf(engine, job, unit.tx)
        if (fact !== undefined) await answered(engine, lease, () => made(engine, job, unit, installed.operation, fact))
      })
    }
  }
}

/** A call, as part of the transaction of its job. */
async function made(engine: Engine, job: Job, unit: Unit, operation: Registered, input: unknown): Promise<void> {
  const line = new Line()
  const place = { type: 'unit', unit, line } as const
  await call(
    { engine, caller: worker(engine, job), place, cause: causeOf(job) },
    operation,
    job.kind === 'call' ? (job.recordId ?? undefined) : undefined,
    input,
  )
}
