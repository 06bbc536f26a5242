import { type CurrencyIR, type EntityIR, entityOf, type FieldIR, type ManyIR, type Schema } from '../schema/index.ts'
import type { Condition, Path } from './ast.ts'

/** A figure of money inside a condition. */
export interface MoneyMeasure {
  readonly relation: ManyIR
  readonly within: Condition
  readonly field: FieldIR
  readonly entity: EntityIR
  readonly currency: CurrencyIR
}

/**
 * The figures of money that a condition compares, so that a read can first refuse those over several currencies. Left out
 * are those whose `within` names one currency.
 */
export function moneyMeasures(condition: Condition, schema: Schema): readonly MoneyMeasure[] {
  switch (condition.node) {
    case 'and':
    case 'or':
      return condition.all.flatMap((part) => moneyMeasures(part, schema))
    case 'not':
      return moneyMeasures(condition.of, schema)
    case 'one':
      return condition.is === 'none' ? [] : moneyMeasures(condition.is, schema)
    case 'many':
      return moneyMeasures(condition.where, schema)
    case 'measure': {
      const { relation, within, field } = condition
      const inner = moneyMeasures(within, schema)
      const entity = entityOf(schema, relation.to)
      const currency = field === undefined ? undefined : entity.currencies.get(field.name)
      if (field === undefined || currency === undefined || namesCurrency(within, currency)) return inner
      return [{ relation, within, field, entity, currency }, ...inner]
    }
    default:
      return []
  }
}

/** Whether a condition lets only one currency through. */
export function namesCurrency(condition: Condition, currency: CurrencyIR): boolean {
  if (condition.node === 'and') return condition.all.some((part) => namesCurrency(part, currency))
  if (condition.node !== 'compare' || condition.op !== 'eq' || currency.hops.length > 0) return false
  return condition.field.name === currency.field.name
}

/** The condition that at the end of a path there is a record, and no value in its field. */
export function missingAt({ hops, field }: Path): Condition {
  return hops.reduceRight<Condition>((is, relation) => ({ node: 'one', relation, is }), {
    node: 'isNull',
    field,
    negated: false,
  })
}
