import { invalid } from '../error/index.ts'
import { type EntityIR, entityOf, type ManyIR, type OneIR } from '../schema/index.ts'
import { always, type Condition, type Literal, type SortKey } from './ast.ts'
import { checkOrderBy } from './check-path.ts'
import { WhereChecker } from './check-where.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { decodeCursor } from './cursor.ts'
import { tooComplex } from './limits.ts'
import { unknownKey } from './nearest.ts'
import { entriesOf, readCount, readObject, readWord } from './read.ts'

/** A checked request for records. */
export interface CheckedSelect {
  readonly where: Condition
  readonly orderBy: readonly SortKey[]
  readonly limit: number
  readonly after: readonly (Literal | null)[] | null
  readonly bin: 'without' | 'only' | 'with'
  readonly include: readonly CheckedInclude[]
}

/**
 * Related records that come along, under the relation's name.
 *
 * @example
 * const relations = (include: readonly CheckedInclude[]) => include.map(({ relation }) => relation.name)
 */
export type CheckedInclude =
  | { readonly relation: OneIR; readonly include: readonly CheckedInclude[] }
  | {
      readonly relation: ManyIR
      readonly where: Condition
      readonly orderBy: readonly SortKey[]
      /** For each record. */
      readonly limit: number
      readonly include: readonly CheckedInclude[]
    }

/**
 * Checks a `Query` as plain JSON.
 *
 * @throws CrmError `INVALID`, `UNKNOWN_KEY`, `QUERY_TOO_COMPLEX`, `CURSOR_INVALID`: with the path in it.
 *
 * @example
 * const context: QueryContext = { schema, now: 0, zone: 'UTC', actor: { user: 'u_1' } }
 * const checked: CheckedSelect = checkSelect({ where: { city: '上海' }, limit: 10 }, entityOf(schema, 'company'), context)
 */
export function checkSelect(raw: unknown, entity: EntityIR, context: QueryContext): CheckedSelect {
  const given = readObject(raw, 'query', ['where', 'orderBy', 'limit', 'after', 'bin', 'include'])
  const checker = new SelectChecker(context)
  const orderBy = checkOrderBy(given.get('orderBy') ?? {}, entity, 'orderBy', context)
  const after = given.get('after') ?? null
  return {
    where: given.has('where') ? checker.conditions.where(given.get('where'), entity, 'where') : always,
    orderBy,
    limit: checker.limit(given, 'limit'),
    after: after === null ? null : decodeCursor(after, entity, orderBy),
    bin: given.has('bin') ? readWord(given.get('bin'), 'bin', ['without', 'only', 'with']) : 'without',
    include: given.has('include') ? checker.include(given.get('include'), entity, 'include') : [],
  }
}

/** Checks what a `get` may say beside the id. */
export function checkGet(raw: unknown, entity: EntityIR, context: QueryContext): readonly CheckedInclude[] {
  const given = readObject(raw, 'query', ['include'])
  return given.has('include') ? new SelectChecker(context).include(given.get('include'), entity, 'include') : []
}

class SelectChecker {
  readonly conditions: WhereChecker
  readonly #context: QueryContext
  #includes = 0

  constructor(context: QueryContext) {
    this.#context = context
    this.conditions = new WhereChecker(context)
  }

  limit(given: ReadonlyMap<string, unknown>, path: string): number {
    const { page, defaultPage } = limitsOf(this.#context)
    if (!given.has('limit')) return defaultPage
    const limit = readCount(given.get('limit'), path, 1)
    if (limit > page) throw tooComplex(path, `is more than ${page} rows`)
    return limit
  }

  include(raw: unknown, entity: EntityIR, path: string, hops = 1): readonly CheckedInclude[] {
    const limits = limitsOf(this.#context)
    return entriesOf(raw, path).map(([name, options]) => {
      const at = `${path}.${name}`
      this.#includes++
      if (this.#includes > limits.includes) throw tooComplex(at, `is one of more than ${limits.includes} includes`)
      if (hops > limits.hops) throw tooComplex(at, `goes over more than ${limits.hops} relations`)
      const one = entity.one.get(name)
      if (one !== undefined) {
        const given = this.#options(options, at, ['include'])
        return { relation: one, include: this.#nested(given, one, at, hops) }
      }
      const many = entity.many.get(name)
      if (many === undefined) throw unknownKey(at, [...entity.one.keys(), ...entity.many.keys()])
      const given = this.#options(options, at, ['where', 'orderBy', 'limit', 'include'])
      const target = entityOf(this.#context.schema, many.to)
      return {
        relation: many,
        where: given.has('where') ? this.conditions.where(given.get('where'), target, `${at}.where`) : always,
        orderBy: checkOrderBy(given.get('orderBy') ?? {}, target, `${at}.orderBy`, this.#context),
        limit: this.limit(given, `${at}.limit`),
        include: this.#nested(given, many, at, hops),
      }
    })
  }

  #options(raw: unknown, path: string, known: readonly string[]): ReadonlyMap<string, unknown> {
    if (raw === true) return new Map()
    if (typeof raw === 'boolean') throw invalid(path, 'expected true or options', 'Leave the key out.')
    return readObject(raw, path, known)
  }

  #nested(given: ReadonlyMap<string, unknown>, relation: OneIR | ManyIR, path: string, hops: number) {
    const target = entityOf(this.#context.schema, relation.to)
    return given.has('include') ? this.include(given.get('include'), target, `${path}.include`, hops + 1) : []
  }
}
