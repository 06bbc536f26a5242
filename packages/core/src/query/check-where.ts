import { CrmError, invalid } from '../error/index.ts'
import {
  customName,
  customOwner,
  type EntityIR,
  entityOf,
  type FieldIR,
  type ManyIR,
  type OneIR,
  ownName,
} from '../schema/index.ts'
import { always, type Condition, type NumberOp } from './ast.ts'
import { checkField, checkFigure } from './check-leaf.ts'
import { isOrdered, isSummable } from './check-value.ts'
import { limitsOf, type QueryContext } from './context.ts'
import { type QueryLimits, tooComplex } from './limits.ts'
import { unknownKey } from './nearest.ts'
import { ownField } from './own-field.ts'
import { entriesOf, readList, readObject } from './read.ts'

/**
 * Checks a `Where` as plain JSON against the schema, and resolves what depends on time and actor.
 *
 * @throws CrmError `INVALID`, `UNKNOWN_KEY`, `QUERY_TOO_COMPLEX`: with the path in it.
 *
 * @example
 * const context: QueryContext = { schema, now: 0, zone: 'UTC', actor: { user: 'u_1' } }
 * const mine: Condition = checkWhere({ ownerId: { actor: 'user' } }, entityOf(schema, 'deal'), context)
 */
export function checkWhere(raw: unknown, entity: EntityIR, context: QueryContext, path = 'where'): Condition {
  return new WhereChecker(context).where(raw, entity, path)
}

const combiners = ['and', 'or', 'not'] as const
const quantifiers = ['some', 'none', 'every'] as const
const manyKeys = [...quantifiers, 'where', 'count', 'sum', 'min', 'max'] as const

/** What a count is compared as. */
const countField = { kind: 'integer', mode: 'generated', nullable: false, name: 'count' } as FieldIR

/** Checks conditions that share one budget of nodes. */
export class WhereChecker {
  readonly #context: QueryContext
  readonly #limits: QueryLimits
  #nodes = 0

  constructor(context: QueryContext) {
    this.#context = context
    this.#limits = limitsOf(context)
  }

  where(raw: unknown, entity: EntityIR, path: string, depth = 1, hops = 0): Condition {
    if (depth > this.#limits.depth) throw tooComplex(path, `is nested more than ${this.#limits.depth} deep`)
    const all = entriesOf(raw, path).flatMap(([key, value]) =>
      this.#key(key, value, entity, `${path}.${key}`, depth, hops),
    )
    return conjunction(all)
  }

  #key(key: string, raw: unknown, entity: EntityIR, path: string, depth: number, hops: number): readonly Condition[] {
    this.#count(path, 1)
    switch (key) {
      case 'and':
      case 'or': {
        const items = readList(raw, path)
        this.#count(path, items.length)
        const all = Array.from(items, (item, i) => this.where(item, entity, `${path}.${i}`, depth + 1, hops))
        return [{ node: key, all }]
      }
      case 'not':
        return [{ node: 'not', of: this.where(raw, entity, path, depth + 1, hops) }]
    }
    if (key === customOwner) return this.#custom(raw, entity, path)
    const field = ownName(key) === undefined ? entity.fields.get(key) : undefined
    if (field !== undefined) return this.#field(raw, field, path)
    const one = entity.one.get(key)
    if (one !== undefined) return [this.#one(raw, one, path, depth, hops)]
    const many = entity.many.get(key)
    if (many !== undefined) return this.#many(raw, many, path, depth, hops)
    throw unknownKey(path, [...entity.fields.keys(), ...entity.one.keys(), ...entity.many.keys(), ...combiners])
  }

  #field(raw: unknown, field: FieldIR, path: string): readonly Condition[] {
    const leaves = checkField(raw, field, path, this.#context)
    this.#count(path, leaves.length - 1)
    return leaves
  }

  /** Conditions on the tenant's own fields: `{ custom: { purchaseCycleDays: { gt: 30 } } }`. */
  #custom(raw: unknown, entity: EntityIR, path: string): readonly Condition[] {
    return entriesOf(raw, path).flatMap(([name, value]) => {
      const at = `${path}.${name}`
      this.#count(at, 1)
      return this.#field(value, ownField(entity, name, at), at)
    })
  }

  #one(raw: unknown, relation: OneIR, path: string, depth: number, hops: number): Condition {
    for (const [key] of entriesOf(raw, path)) {
      if (key === 'is') continue
      const hint = `Write ${relation.name}: { is: { ${key}: … } }.`
      throw new CrmError('UNKNOWN_KEY', { details: { path: `${path}.${key}` }, hint })
    }
    const given = readObject(raw, path, ['is'])
    if (!given.has('is')) throw invalid(path, 'expected { is: … }')
    const is = given.get('is')
    if (is === null) return { node: 'one', relation, is: 'none' }
    return { node: 'one', relation, is: this.#related(is, relation, `${path}.is`, depth, hops) }
  }

  #many(raw: unknown, relation: ManyIR, path: string, depth: number, hops: number): readonly Condition[] {
    const given = readObject(raw, path, manyKeys)
    const all: Condition[] = []
    for (const quantifier of quantifiers) {
      if (!given.has(quantifier)) continue
      const where = this.#related(given.get(quantifier), relation, `${path}.${quantifier}`, depth, hops)
      all.push({ node: 'many', relation, quantifier, where })
    }
    const within = given.has('where')
      ? this.#related(given.get('where'), relation, `${path}.where`, depth, hops)
      : always
    const figures = this.#figures(given, relation, within, path)
    if (given.has('where') && figures.length === 0) {
      throw invalid(path, 'where has nothing to limit', 'It limits count, sum, min and max. Use some, none or every.')
    }
    all.push(...figures)
    if (all.length === 0) throw invalid(path, `expected one of ${manyKeys.join(', ')}`)
    this.#count(path, all.length - 1)
    return all
  }

  #figures(
    given: ReadonlyMap<string, unknown>,
    relation: ManyIR,
    within: Condition,
    path: string,
  ): readonly Condition[] {
    const all: Condition[] = []
    if (given.has('count')) {
      const compare = (op: NumberOp, value: string | number | boolean): Condition => {
        return { node: 'measure', relation, within, fn: 'count', field: undefined, op, value }
      }
      all.push(...checkFigure(given.get('count'), countField, `${path}.count`, this.#context, compare))
    }
    const target = entityOf(this.#context.schema, relation.to)
    for (const fn of ['sum', 'min', 'max'] as const) {
      if (!given.has(fn)) continue
      const fields = fieldEntries(given.get(fn), `${path}.${fn}`)
      if (fields.length === 0) throw invalid(`${path}.${fn}`, 'names no field')
      for (const [name, raw, at] of fields) {
        const field = target.fields.get(name)
        const fits = (f: FieldIR) => (fn === 'sum' ? isSummable(f.kind) : isOrdered(f.kind))
        if (field === undefined)
          throw unknownKey(
            at,
            [...target.fields.values()].filter(fits).map((f) => f.name),
          )
        if (!fits(field)) throw invalid(at, `a ${field.kind} has no ${fn}`)
        const compare = (op: NumberOp, value: string | number | boolean): Condition => {
          return { node: 'measure', relation, within, fn, field, op, value }
        }
        all.push(...checkFigure(raw, field, at, this.#context, compare))
      }
    }
    return all
  }

  #related(raw: unknown, relation: OneIR | ManyIR, path: string, depth: number, hops: number): Condition {
    if (hops >= this.#limits.hops) throw tooComplex(path, `goes over more than ${this.#limits.hops} relations`)
    return this.where(raw, entityOf(this.#context.schema, relation.to), path, depth + 1, hops + 1)
  }

  #count(path: string, nodes: number): void {
    this.#nodes += nodes
    if (this.#nodes > this.#limits.nodes) throw tooComplex(path, `brings more than ${this.#limits.nodes} conditions`)
  }
}

/** The entries of an object of fields, each with its place; those of the tenant's own fields stand under `custom`. */
function fieldEntries(raw: unknown, path: string): readonly (readonly [name: string, value: unknown, at: string])[] {
  return entriesOf(raw, path).flatMap(([name, value]) => {
    const at = `${path}.${name}`
    if (name !== customOwner) return [[name, value, at] as const]
    return entriesOf(value, at).map(([own, inner]) => [customName(own), inner, `${at}.${own}`] as const)
  })
}

function conjunction(all: readonly Condition[]): Condition {
  const [first] = all
  if (first === undefined) return always
  return all.length === 1 ? first : { node: 'and', all }
}
