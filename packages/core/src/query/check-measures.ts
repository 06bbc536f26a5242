import { invalid } from '../error/index.ts'
import { type EntityIR, entityOf, type Rounding } from '../schema/index.ts'
import type { Condition, GroupKey, Having, Measure, MeasureFn, Path } from './ast.ts'
import { checkPath, spellPath } from './check-path.ts'
import { isOrdered, isSummable } from './check-value.ts'
import { checkWhere } from './check-where.ts'
import type { QueryContext } from './context.ts'
import { namesCurrency } from './money-measures.ts'
import { unknownKey } from './nearest.ts'
import { readList, readObject, readText, readWord } from './read.ts'

const functions = ['count', 'countDistinct', 'sum', 'avg', 'min', 'max'] as const
const roundings = ['half-up', 'half-even', 'floor'] as const

/** The measures asked for, and the hidden ones behind them. */
export class Measures {
  readonly all: Measure[] = []
  readonly averages = new Map<string, { sum: string; count: string; rounding: Rounding }>()
  readonly currencies: { least: string; greatest: string }[] = []
  readonly #entity: EntityIR
  readonly #context: QueryContext
  readonly #known: Set<string>
  readonly #oneCurrency: boolean
  readonly #watched: { readonly path: Path; readonly where: Condition | undefined }[] = []

  /** `fixed`: the keys of the groups, in which a currency may be; or `one` when the filter names one. */
  constructor(entity: EntityIR, context: QueryContext, fixed: readonly GroupKey[] | 'one') {
    this.#entity = entity
    this.#context = context
    this.#oneCurrency = fixed === 'one'
    this.#known = new Set(fixed === 'one' ? [] : fixed.map(({ path }) => spellPath(path)))
  }

  add(name: string, raw: unknown, path: string): void {
    const given = readObject(raw, path, ['fn', 'field', 'path', 'rounding', 'where'])
    const fn = readWord(given.get('fn'), `${path}.fn`, functions)
    const bare = !given.has('field') && !given.has('path')
    const source = bare && fn === 'count' ? undefined : checkSource(given, this.#entity, path, this.#context)
    const where = given.has('where')
      ? checkWhere(given.get('where'), this.#entity, this.#context, `${path}.where`)
      : undefined
    if (given.has('rounding') && fn !== 'avg') throw invalid(`${path}.rounding`, 'is for averages')
    if (source !== undefined) {
      checkKind(fn, source, path)
      if (fn !== 'count' && fn !== 'countDistinct') this.#watchCurrency(source, where)
    }
    if (fn !== 'avg') this.all.push(measureOf(name, fn, source, where))
    else {
      const rounding = readWord(given.get('rounding'), `${path}.rounding`, roundings)
      this.averages.set(name, {
        sum: this.#hide('sum', source, where),
        count: this.#hide('count', source, where),
        rounding,
      })
    }
  }

  /** The measure of a name that conditions and orders may use: `others` are names that would do as well. */
  require(name: string, path: string, others: readonly string[] = []): Measure {
    const shown = this.all.filter((measure) => !measure.name.startsWith('_'))
    const measure = shown.find((m) => m.name === name)
    if (measure !== undefined) return measure
    if (this.averages.has(name)) throw invalid(path, 'an average is divided at the end', 'Use its sum or count.')
    throw unknownKey(path, [...others, ...shown.map((m) => m.name)])
  }

  /** Groups of several currencies pass too, so that they are refused and not silently left out. */
  orMixed(having: Having): Having {
    const mixed = this.#watched.map(({ path, where }): Having => {
      return { node: 'compare', measure: this.#hide('countDistinct', path, where), op: 'gt', value: 1 }
    })
    return mixed.length === 0 ? having : { node: 'or', all: [having, ...mixed] }
  }

  #watchCurrency({ hops, field }: Path, where: Condition | undefined): void {
    const target = hops.at(-1)
    const entity = target === undefined ? this.#entity : entityOf(this.#context.schema, target.to)
    if (field.kind !== 'money' || entity.currency === undefined) return
    const named = this.#oneCurrency || (where !== undefined && namesCurrency(where))
    if (named && hops.length === 0 && entity.currency.hops.length === 0) return
    const path = { hops: [...hops, ...entity.currency.hops], field: entity.currency.field }
    const spelled = spellPath(path)
    if (this.#known.has(spelled)) return
    // What one measure sees says nothing about the others.
    if (where === undefined) this.#known.add(spelled)
    this.#watched.push({ path, where })
    this.currencies.push({ least: this.#hide('min', path, where), greatest: this.#hide('max', path, where) })
  }

  #hide(fn: MeasureFn, path: Path | undefined, where: Condition | undefined): string {
    const name = `_${this.all.length}`
    this.all.push(measureOf(name, fn, path, where))
    return name
  }
}

function measureOf(name: string, fn: MeasureFn, path: Path | undefined, where: Condition | undefined): Measure {
  return where === undefined ? { name, fn, path } : { name, fn, path, where }
}

/** A field or a path of a key or measure. */
export function checkSource(
  given: ReadonlyMap<string, unknown>,
  entity: EntityIR,
  path: string,
  context: QueryContext,
): Path {
  if (given.has('field') === given.has('path')) throw invalid(path, 'expected either field or path')
  if (given.has('field'))
    return checkPath([readText(given.get('field'), `${path}.field`)], entity, `${path}.field`, context)
  return checkPath(readList(given.get('path'), `${path}.path`), entity, `${path}.path`, context)
}

function checkKind(fn: (typeof functions)[number], { field }: Path, path: string): void {
  const { kind } = field
  if (kind === 'json' && fn !== 'count') throw invalid(path, `a JSON value has no ${fn}`)
  if ((fn === 'sum' || fn === 'avg') && !isSummable(kind)) {
    throw invalid(path, `a ${kind} has no exact ${fn}`, 'Sums and averages are for integers and money.')
  }
  if ((fn === 'min' || fn === 'max') && !isOrdered(kind)) throw invalid(path, `a ${kind} has no ${fn}`)
}
