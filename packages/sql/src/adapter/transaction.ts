import { CrmError, isCrmError, type Row } from '@guanxi/core'
import type {
  AggregateQuery,
  Expectation,
  Explained,
  Selected,
  SelectQuery,
  Transaction,
  Write,
  Written,
} from '@guanxi/core/storage'
import type { AsyncContext, DriverTransaction, Executor, Result, Statement } from '../driver.ts'
import type { Faults } from './faults.ts'
import { aggregate, explain, type Lowered, select, selectMany, write } from './session.ts'

/** A transaction of a SQL storage. After an error outside of a savepoint it can only be rolled back, on every database. */
export class SqlTransaction implements Transaction {
  /** Runs plain statements in it. */
  readonly executor: Executor = { run: (statements) => this.#execute(statements) }
  readonly #lowered: Lowered
  readonly #driver: DriverTransaction
  readonly #faults: Faults
  readonly #context: AsyncContext
  #closed = false
  #failure: unknown
  #expected: readonly Expectation[] = []
  #savepoints = 0
  /** Savepoints that were begun and ended, and have not been told: they ride with the next statement. */
  #marks: readonly string[] = []
  /**
   * Somebody else has the handle, and may have ended the transaction on it: savepoints are told by themselves, and fail where
   * there is none, before anything is kept on its own.
   */
  #shared: boolean
  /** Those of a statement that failed: nobody knows whether they were heard. */
  #lost: readonly string[] = []
  /** What is held by name. */
  #locks: readonly string[] = []

  constructor(lowered: Lowered, driver: DriverTransaction, faults: Faults, context: AsyncContext) {
    this.#lowered = lowered
    this.#driver = driver
    this.#faults = faults
    this.#context = context
    this.#shared = driver.joined
  }

  get native(): unknown {
    this.#shared = true
    // Whoever asks writes on it himself: behind what was begun.
    if (this.#marks.length > 0) this.#driver.run(this.#marked()).catch(() => {})
    return this.#driver.native
  }

  get joined(): boolean {
    return this.#driver.joined
  }

  get closed(): boolean {
    return this.#closed
  }

  async select(query: SelectQuery): Promise<readonly Selected[]> {
    return select(this.#lowered, this.executor, query)
  }

  async selectMany(queries: readonly SelectQuery[]): Promise<readonly (readonly Selected[])[]> {
    return selectMany(this.#lowered, this.executor, queries)
  }

  async aggregate(query: AggregateQuery): Promise<readonly Row[]> {
    return aggregate(this.#lowered, this.executor, query)
  }

  async explain(query: SelectQuery | AggregateQuery): Promise<Explained> {
    return explain(this.#lowered, this.executor, query)
  }

  async write(batch: readonly Write[]): Promise<readonly Written[]> {
    return this.#noting(() => write(this.#lowered, (statements) => this.#execute(statements), batch))
  }

  get expecting(): boolean {
    return this.#expected.length > 0
  }

  expect(expectation: Expectation): void {
    this.#expected = [...this.#expected, expectation]
  }

  async run<T>(fn: () => Promise<T>): Promise<T> {
    return this.#context.run(this, fn)
  }

  async lock(name: string): Promise<void> {
    this.#check()
    if (this.#locks.includes(name)) return
    await this.#noting(async () => {
      await this.#tell()
      await this.#driver.lock(name)
    })
    this.#locks = [...this.#locks, name]
  }

  async tryLock(name: string): Promise<boolean> {
    if (this.#driver.tryLock === undefined) return this.lock(name).then(() => true)
    this.#check()
    if (this.#locks.includes(name)) return true
    const isHeld = await this.#noting(async () => {
      await this.#tell()
      return this.#driver.tryLock?.(name)
    })
    if (isHeld) this.#locks = [...this.#locks, name]
    return isHeld === true
  }

  async savepoint<T>(run: () => Promise<T>): Promise<T> {
    this.#check()
    const name = `guanxi_s${this.#savepoints++}`
    const begun = `savepoint ${name}`
    this.#marks = [...this.#marks, begun]
    const locks = this.#locks
    let result: T
    try {
      if (this.#shared) await this.#noting(() => this.#tell())
      result = await run()
      this.#check()
    } catch (error) {
      // What was locked in it is let go.
      this.#locks = locks
      if (!this.#closed) await this.#undo(name, error)
      throw error
    }
    const at = this.#marks.indexOf(begun)
    // Nothing has happened in it.
    this.#marks = at === -1 ? [...this.#marks, `release savepoint ${name}`] : this.#marks.slice(0, at)
    if (this.#shared) await this.#noting(() => this.#tell())
    return result
  }

  async #undo(name: string, error: unknown): Promise<void> {
    const at = this.#marks.indexOf(`savepoint ${name}`)
    const lost = this.#lost.includes(`savepoint ${name}`)
    this.#failure = undefined
    this.#expected = []
    // Those inside of it end with it.
    this.#marks = this.#marks.slice(0, Math.max(at, 0))
    if (at !== -1) return
    try {
      await this.#noting(() =>
        this.#driver.run([`rollback to savepoint ${name}`, `release savepoint ${name}`].map(plain)),
      )
    } catch (failure) {
      // The transaction is lost. What failed before says why; what was only refused does not, and may be tried again in it: but
      // for what failed with the statement that the savepoint rode with, for then there was none.
      if (isRefusal(error) && !lost) throw failure
    }
  }

  async commit(batch: readonly Write[] = []): Promise<readonly Written[]> {
    const commit = async (statements: readonly Statement[]) => this.#faults.map(() => this.#end(statements))
    try {
      this.#check()
      if (!batch.some(mayOverflow)) return await write(this.#lowered, commit, batch)
      // What was added may turn out to be too large, and after the commit it is too late to refuse.
      const written = await this.write(batch)
      await commit([])
      return written
    } catch (error) {
      await this.rollback()
      throw error
    }
  }

  async rollback(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#driver.rollback()
  }

  async #execute(statements: readonly Statement[]): Promise<readonly Result[]> {
    this.#check()
    if (statements.length === 0) return []
    const looks = this.expecting ? this.#lowered.expectations.looks(this.#taken(), this.#driver) : undefined
    this.#lost = this.#marks
    const before = [...this.#marked(), ...(looks?.statements ?? [])]
    const results = await this.#noting(() =>
      this.#driver.run(before.length === 0 ? statements : [...before, ...statements]),
    )
    this.#lost = []
    looks?.check(results.slice(before.length - looks.statements.length))
    return before.length === 0 ? results : results.slice(before.length)
  }

  async #end(statements: readonly Statement[]): Promise<readonly Result[]> {
    const expected = this.#taken()
    const demands = this.#lowered.expectations.demands(expected, this.#driver)
    if (demands === undefined && expected.length > 0) {
      const looks = this.#lowered.expectations.looks(expected, this.#driver)
      looks.check(await this.#driver.run(looks.statements))
    }
    this.#closed = true
    return (await this.#driver.commit([...(demands ?? []), ...statements])).slice(demands?.length ?? 0)
  }

  #taken(): readonly Expectation[] {
    const expected = this.#expected
    if (expected.length > 0) this.#expected = []
    return expected
  }

  async #tell(): Promise<void> {
    const marks = this.#marked()
    if (marks.length > 0) await this.#driver.run(marks)
  }

  #marked(): readonly Statement[] {
    const marks = this.#marks.map(plain)
    if (marks.length > 0) this.#marks = []
    return marks
  }

  #check(): void {
    if (this.#closed) throw new CrmError('TRANSACTION_CLOSED')
    if (this.#failure !== undefined) throw new CrmError('TRANSACTION_CLOSED', { cause: this.#failure })
  }

  async #noting<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      this.#failure = this.#faults.of(error)
      throw this.#failure
    }
  }
}

/** A statement that touches no data. */
const plain = (sql: string): Statement => ({ sql, parameters: [] })

/** Whether an error is no failure: the engine has said no, or asked to look again. */
const isRefusal = (error: unknown): boolean => isCrmError(error) && error.status < 500

const mayOverflow = (write: Write): boolean =>
  write.type === 'update'
    ? write.rows.some(({ add }) => add !== undefined)
    : write.type === 'insert' && typeof write.onConflict === 'object' && 'add' in write.onConflict
