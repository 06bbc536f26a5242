import type { Driver, DriverTransaction, Executor, Result, Statement } from '@guanxi/sql'
import type { Fault, FaultEvent, Moment } from './fault.ts'
import type { NativeFaults } from './native.ts'

/** Who decides at each event. */
export interface Decides {
  readonly native: NativeFaults
  readonly dead: boolean
  /** One event: the fault that is due, or what really happens. */
  pass<T>(moment: Moment, strike: (fault: Fault) => Promise<T>, run: () => Promise<T>): Promise<T>
  /** A transaction that the dead leave behind; what is answered takes it back. */
  opened(transaction: { end(): Promise<void> }): () => void
}

/** A driver on which every event can go wrong. Statements that go out together go one by one: there is a moment between each. */
export function faultyDriver(driver: Driver, plan: Decides): Driver {
  const { native } = plan
  const striking = (sql: string, transaction?: DriverTransaction) => (fault: { readonly kind: string }) =>
    native.strike(fault.kind, { driver, transaction, sql })

  const oneByOne = async (executor: Executor, statements: readonly Statement[], transaction?: DriverTransaction) => {
    const results: Result[] = []
    for (const statement of statements) {
      const { sql } = statement
      const run = () => executor.run([statement])
      results.push(...(await plan.pass({ event: eventOf(sql), sql }, striking(sql, transaction), run)))
    }
    return results
  }

  const faulty = (transaction: DriverTransaction): DriverTransaction => {
    const left = plan.opened({
      async end() {
        native.sever(transaction)
        await transaction.rollback()
      },
    })
    return {
      get native() {
        return transaction.native
      },
      joined: transaction.joined,
      run: (statements) => oneByOne(transaction, statements, transaction),
      lock: (name) =>
        plan.pass({ event: 'lock', sql: 'lock' }, striking('lock', transaction), () => transaction.lock(name)),
      ...(transaction.tryLock === undefined
        ? {}
        : {
            tryLock: (name: string) =>
              plan.pass({ event: 'lock', sql: 'lock' }, striking('lock', transaction), async () =>
                Boolean(await transaction.tryLock?.(name)),
              ),
          }),
      ...(transaction.share === undefined ? {} : { share: transaction.share }),
      async commit(statements) {
        let results: readonly Result[]
        try {
          results = await oneByOne(transaction, statements, transaction)
        } catch (error) {
          // The dead clean up nothing.
          if (!plan.dead) await transaction.rollback().finally(left)
          throw error
        }
        await plan.pass(
          { event: 'commit', sql: 'commit' },
          ({ kind, side }) => native.commit(kind, side, transaction).finally(left),
          () => transaction.commit([]).finally(left),
        )
        return results
      },
      async rollback() {
        const sql = 'rollback'
        await plan.pass({ event: 'rollback', sql }, striking(sql, transaction), () =>
          transaction.rollback().finally(left),
        )
      },
    }
  }

  return {
    open: (environment) => driver.open(environment),
    run: (statements) => oneByOne(driver, statements),
    begin: async (how) => {
      let begun: DriverTransaction | undefined
      const begin = async () => {
        begun = faulty(await driver.begin(how))
        return begun
      }
      try {
        return await plan.pass({ event: 'begin', sql: 'begin' }, striking('begin'), begin)
      } catch (error) {
        if (!plan.dead) await begun?.rollback()
        throw error
      }
    },
    join: async (handle) => faulty(await driver.join(handle)),
    ...(driver.alone === undefined
      ? {}
      : { alone: (statements) => oneByOne(driver, statements).then(() => undefined) }),
    explain: (statement) => driver.explain(statement),
    fault: (error) => driver.fault(error),
    close: () => driver.close(),
  }
}

function eventOf(sql: string): FaultEvent {
  if (/^\s*(savepoint|release|rollback to)\b/i.test(sql)) return 'savepoint'
  return /\b(insert into|update "|delete from|update \w+ set)/i.test(sql) ? 'write' : 'read'
}
