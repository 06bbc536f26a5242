import type { FieldIR, ManyIR } from '../schema/index.ts'
import type { Condition } from './ast.ts'

/** A figure of money inside a condition. */
export interface MoneyMeasure {
  readonly relation: ManyIR
  readonly within: Condition
  readonly field: FieldIR
}

/**
 * The figures of money that a condition compares, so that a read can first refuse those over several currencies. Left out
 * are those whose `within` names one currency.
 */
export function moneyMeasures(condition: Condition): readonly MoneyMeasure[] {
  switch (condition.node) {
    case 'and':
    case 'or':
      return condition.all.flatMap(moneyMeasures)
    case 'not':
      return moneyMeasures(condition.of)
    case 'one':
      return condition.is === 'none' ? [] : moneyMeasures(condition.is)
    case 'many':
      return moneyMeasures(condition.where)
    case 'measure': {
      const { relation, within, field } = condition
      const inner = moneyMeasures(within)
      return field?.kind !== 'money' || namesCurrency(within) ? inner : [{ relation, within, field }, ...inner]
    }
    default:
      return []
  }
}

/** Whether a condition lets only one value of the field `currency` through. */
export function namesCurrency(condition: Condition): boolean {
  if (condition.node === 'and') return condition.all.some(namesCurrency)
  return condition.node === 'compare' && condition.op === 'eq' && condition.field.name === 'currency'
}
