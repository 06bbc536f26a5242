import { CrmError } from '../error/index.ts'
import type { Fact } from '../event/index.ts'
import type { Lease } from '../job/index.ts'
import { type AnyCourierContext, type Engine, facade } from '../operation/index.ts'
import { formatInstant } from '../time/index.ts'
import { inTransaction } from './in-transaction.ts'
import { causeOf, factOf, worker } from './known.ts'
import { answered } from './patience.ts'

/**
 * Runs a courier: each of its calls is a transaction of its own, which says first
 * that the job is still this worker's.
 */
export async function outside(
  engine: Engine,
  lease: Lease,
  run: (fact: Fact, context: AnyCourierContext) => void | Promise<void>,
): Promise<void> {
  const { job } = lease
  const fact = await factOf(engine, job, engine.storage.session)
  const cause = { ...causeOf(job), hold: (tx: Parameters<Engine['queue']['hold']>[0]) => engine.queue.hold(tx, lease) }
  if (fact !== undefined)
    await answered(engine, lease, (alive) =>
      run(fact, {
        crm: facade(engine, worker(engine, job), { type: 'own' }, cause),
        now: formatInstant(engine.clock.now()),
        key: `${job.name}/${fact.id}`,
        async extend() {
          if (!(await engine.queue.extend(lease))) throw new CrmError('STALE_LEASE', { details: { job: job.name } })
          alive()
        },
      }),
    )
  await inTransaction(engine, lease, async () => undefined)
}
