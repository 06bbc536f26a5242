import { type Expectation, unexpected } from '@guanxi/core/storage'
import type { DriverTransaction, Executor, Result, Statement } from '../driver.ts'
import { compile, type Sql, sql } from '../fragment.ts'
import { expectedRow, holdsExpected } from '../lower/expectation.ts'
import { Lowering, type Storage } from '../lower/lowering.ts'
import { Lru } from '../plan/lru.ts'
import { bind, type Plan } from '../plan/plan.ts'
import { Shape } from '../plan/shape.ts'
import { shapeExpectation } from '../plan/shape-query.ts'

type Text = Pick<Plan<unknown>, 'sql' | 'parameters'>

/** Statements that go before others, and what their results must be. */
export interface Looks {
  readonly statements: readonly Statement[]
  /** Throws unless everything is as expected. */
  check(results: readonly Result[]): void
}

/** Looks at rows that statements expect, in their round trip. */
export class Expectations {
  readonly #storage: Storage
  readonly #texts = new Lru<Text>(200)

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /**
   * Runs statements outside of a transaction. Where one cannot refuse by itself a look comes after it: what has passed
   * does not come back. `demanding`: their plans have the demand in them.
   */
  async read(
    executor: Executor,
    statements: readonly Statement[],
    expected: readonly Expectation[],
    demanding: boolean,
  ): Promise<readonly Result[]> {
    const of = demanding ? this.#storage.dialect.demand?.of : this.#inFigures()
    if (expected.length === 0 || of === 'statement') return executor.run(statements)
    const check = checking(expected)
    const look = () => expected.map((each) => this.#look(each, false))
    if (of === 'row') {
      const results = await executor.run(statements)
      if (results.some(({ rows }) => rows.length === 0)) check(await executor.run(look()))
      return results
    }
    const looks = look()
    let results: readonly Result[]
    try {
      results = await executor.run([...statements, ...looks])
    } catch (error) {
      check(await executor.run(looks))
      throw error
    }
    check(results.slice(statements.length))
    return results
  }

  #inFigures(): 'statement' | undefined {
    return this.#storage.dialect.demand?.of === 'statement' ? 'statement' : undefined
  }

  /** What goes before the next statements of a transaction: rows that are there stay so. */
  looks(expected: readonly Expectation[], { share }: Pick<DriverTransaction, 'share'>): Looks {
    const names = namesOf(expected, share)
    return {
      statements: [...names, ...expected.map((of) => this.#look(of, true))],
      check: (results) => checking(expected)(results.slice(names.length)),
    }
  }

  /** The same as statements that fail where something is not as expected; undefined where there are none such. */
  demands(
    expected: readonly Expectation[],
    { share }: Pick<DriverTransaction, 'share'>,
  ): readonly Statement[] | undefined {
    const { demand } = this.#storage.dialect
    if (demand?.of !== 'statement') return undefined
    return [
      ...namesOf(expected, share),
      ...expected.map((of) =>
        this.#statement(
          'demand',
          of,
          (lowering) => sql`select 1 where ${demand.condition(holdsExpected(lowering, of, 0, true))}`,
        ),
      ),
    ]
  }

  #look(of: Expectation, held: boolean): Statement {
    return this.#statement(held ? 'held' : 'look', of, (lowering) => expectedRow(lowering, of, 0, held))
  }

  #statement(kind: string, of: Expectation, lower: (lowering: Lowering) => Sql): Statement {
    const shape = new Shape()
    shape.key = `${kind} ${of.lock ?? ''}`
    shapeExpectation(shape, of)
    let text = this.#texts.get(shape.key)
    if (text === undefined) {
      const { compiler } = this.#storage.dialect
      text = compile(compiler, lower(new Lowering(this.#storage, of.entity, null, new Map())))
      this.#texts.set(shape.key, text)
    }
    return bind(text, shape.values)
  }
}

function namesOf(expected: readonly Expectation[], share: DriverTransaction['share']): readonly Statement[] {
  return expected.flatMap(({ hold }) => (hold === undefined || share === undefined ? [] : [share(hold)]))
}

const checking = (expected: readonly Expectation[]) => (found: readonly Result[]) => {
  for (const [i, { there }] of expected.entries()) if ((found[i]?.rows.length ?? 0) > 0 !== there) throw unexpected()
}
