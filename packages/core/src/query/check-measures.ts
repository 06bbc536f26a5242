import { invalid } from '../error/index.ts'
import { type EntityIR, entityOf, type Rounding } from '../schema/index.ts'
import type { Bucket, Condition, GroupKey, Having, Measure, MeasureFn, Path } from './ast.ts'
import { checkBucket } from './check-bucket.ts'
import { checkPath, spellPath } from './check-path.ts'
import { isOrdered, isSummable } from './check-value.ts'
import { checkWhere } from './check-where.ts'
import type { QueryContext } from './context.ts'
import { missingAt, namesCurrency } from './money-measures.ts'
import { unknownKey } from './nearest.ts'
import { readList, readObject, readText, readWord } from './read.ts'

const functions = ['count', 'countDistinct', 'sum', 'avg', 'min', 'max', 'list'] as const
const roundings = ['half-up', 'half-even', 'floor'] as const

/** The hidden figures that tell whether amounts may be put together. */
export interface CurrencyWatch {
  /** The least and the greatest currency: they must be the same. */
  readonly least: string
  readonly greatest: string
  /** How many records have no value in the report currency; there must be none. */
  readonly missing: string | undefined
  /** The amount, and the field that has its value in the report currency, if there is one. */
  readonly amount: string
  readonly report: string | undefined
  /** The measure that asks for it. */
  readonly path: string
}

/** The measures asked for, and the hidden ones behind them. */
export class Measures {
  readonly all: Measure[] = []
  readonly averages = new Map<string, { sum: string; count: string; rounding: Rounding }>()
  readonly currencies: CurrencyWatch[] = []
  readonly #entity: EntityIR
  readonly #context: QueryContext
  readonly #known: Set<string>
  readonly #filter: Condition
  readonly #watched: { readonly path: Path; readonly where: Condition | undefined }[] = []

  /** The keys of the groups and the filter may fix a currency. */
  constructor(entity: EntityIR, context: QueryContext, groupBy: readonly GroupKey[], filter: Condition) {
    this.#entity = entity
    this.#context = context
    this.#filter = filter
    this.#known = new Set(groupBy.map(({ path }) => spellPath(path)))
  }

  add(name: string, raw: unknown, path: string): void {
    const given = readObject(raw, path, ['fn', 'field', 'path', 'bucket', 'timeZone', 'rounding', 'where'])
    const fn = readWord(given.get('fn'), `${path}.fn`, functions)
    const bare = !given.has('field') && !given.has('path')
    const source = bare && fn === 'count' ? undefined : checkSource(given, this.#entity, path, this.#context)
    const where = given.has('where')
      ? checkWhere(given.get('where'), this.#entity, this.#context, `${path}.where`)
      : undefined
    if (given.has('rounding') && fn !== 'avg') throw invalid(`${path}.rounding`, 'is for averages')
    const bucket = this.#bucketOf(given, fn, source, path)
    if (source !== undefined) {
      checkKind(fn, source, path)
      if (fn !== 'count' && fn !== 'countDistinct' && fn !== 'list') this.#watchCurrency(source, where, path)
    }
    if (fn !== 'avg') this.all.push(measureOf(name, fn, source, where, bucket))
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
    if (measure?.fn === 'list')
      throw invalid(path, 'a list is neither compared nor sorted by', 'Use min, max or a count.')
    if (measure !== undefined) return measure
    if (this.averages.has(name)) throw invalid(path, 'an average is divided at the end', 'Use its sum or count.')
    throw unknownKey(path, [...others, ...shown.map((m) => m.name)])
  }

  /** Groups that must be refused pass too, so that they are, and not silently left out. */
  orMixed(having: Having): Having {
    const more = (measure: string, value: number): Having => ({ node: 'compare', measure, op: 'gt', value })
    const mixed = this.#watched.map(({ path, where }) => more(this.#hide('countDistinct', path, where), 1))
    const missing = this.currencies.flatMap(({ missing }) => (missing === undefined ? [] : [more(missing, 0)]))
    return mixed.length === 0 ? having : { node: 'or', all: [having, ...mixed, ...missing] }
  }

  #bucketOf(
    given: ReadonlyMap<string, unknown>,
    fn: string,
    source: Path | undefined,
    path: string,
  ): Bucket | undefined {
    const named = given.has('bucket') ? 'bucket' : given.has('timeZone') ? 'timeZone' : undefined
    if (named === undefined) return undefined
    if (source === undefined || (fn !== 'countDistinct' && fn !== 'list'))
      throw invalid(`${path}.${named}`, 'is for countDistinct and list')
    if (named === 'timeZone') throw invalid(`${path}.timeZone`, 'is for buckets')
    return checkBucket(given, source, path, this.#context)
  }

  #watchCurrency({ hops, field }: Path, where: Condition | undefined, at: string): void {
    const target = hops.at(-1)
    const entity = target === undefined ? this.#entity : entityOf(this.#context.schema, target.to)
    const currency = entity.currencies.get(field.name)
    if (currency === undefined) return
    const filters = where === undefined ? [this.#filter] : [this.#filter, where]
    if (hops.length === 0 && filters.some((filter) => namesCurrency(filter, currency))) return
    const path = { hops: [...hops, ...currency.hops], field: currency.field }
    const spelled = spellPath(path)
    // A group without a report currency is no sum of one.
    if (this.#known.has(spelled) && field.report === undefined) return
    if (this.#known.has(`${spelled} watched`)) return
    // What one measure sees says nothing about the others.
    if (where === undefined) this.#known.add(spelled).add(`${spelled} watched`)
    this.#watched.push({ path, where })
    this.currencies.push({
      least: this.#hide('min', path, where),
      greatest: this.#hide('max', path, where),
      missing: field.report === undefined ? undefined : this.#hideMissing(path, where),
      amount: field.report ?? field.name,
      report: entity.report?.fields.find(({ report, name }) => report === field.name || name === field.name)?.name,
      path: at,
    })
  }

  #hideMissing(path: Path, where: Condition | undefined): string {
    const missing = missingAt(path)
    return this.#hide('count', undefined, where === undefined ? missing : { node: 'and', all: [where, missing] })
  }

  #hide(fn: MeasureFn, path: Path | undefined, where: Condition | undefined): string {
    const name = `_${this.all.length}`
    this.all.push(measureOf(name, fn, path, where))
    return name
  }
}

function measureOf(
  name: string,
  fn: MeasureFn,
  path: Path | undefined,
  where: Condition | undefined,
  bucket?: Bucket,
): Measure {
  return { name, fn, path, ...(bucket === undefined ? {} : { bucket }), ...(where === undefined ? {} : { where }) }
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
  // Databases spell it with fewer digits than it has.
  if (kind === 'number' && fn === 'list') throw invalid(path, 'a number has no exact list')
  if (kind === 'json' && fn !== 'count') throw invalid(path, `a JSON value has no ${fn}`)
  if ((fn === 'sum' || fn === 'avg') && !isSummable(kind)) {
    throw invalid(path, `a ${kind} has no exact ${fn}`, 'Sums and averages are for integers and money.')
  }
  if ((fn === 'min' || fn === 'max') && !isOrdered(kind)) throw invalid(path, `a ${kind} has no ${fn}`)
}
