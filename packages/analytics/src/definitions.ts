import type { MeasureIR } from '@guanxi/core'
import { changeDefinitions } from './change/definitions.ts'
import { customersDefinitions } from './customers/definitions.ts'
import { type Definition, define, spelled } from './explained/define.ts'
import { lifetimeDefinitions } from './lifetime/definitions.ts'
import { measuresDefinitions } from './measures/definitions.ts'
import { ownMeasures } from './measures/own.ts'
import { peopleDefinitions } from './people/definitions.ts'
import { pipelineDefinitions } from './pipeline/definitions.ts'
import { qualityDefinitions } from './quality/definitions.ts'

/**
 * What the figures mean, by their names. A formula that changes gets another version.
 *
 * @example
 * console.log(definitions.retention.formula)
 */
export const definitions = Object.freeze({
  ...customersDefinitions,
  ...lifetimeDefinitions,
  ...pipelineDefinitions,
  ...peopleDefinitions,
  ...qualityDefinitions,
  ...changeDefinitions,
  ...measuresDefinitions,
})

const known = new Map(Object.values(definitions).map((one) => [spelled(one), one]))

/**
 * What `meta.definition` of an answer stands for, or the `definition` of a measure in an answer of `query`: the formula of a measure
 * is its summary. Those of another version than the package has, and those of nobody, are undefined.
 *
 * Measures of the host and of other plugins are known as well where `crm.describe().measures` is handed over.
 *
 * @example
 * console.log(definitionOf('winRate.v1')?.formula, definitionOf('winRate.v1')?.formulaZh)
 * console.log(definitionOf('orders.revenue.v1', crm.describe().measures)?.formula)
 */
export function definitionOf(
  definition: string,
  measures: readonly Pick<MeasureIR, 'name' | 'version' | 'summary'>[] = ownMeasures,
): Definition | undefined {
  const measure = measures.find(({ name: id, version }) => spelled({ id, version }) === definition)
  return known.get(definition) ?? (measure && define(measure.name, measure.version, measure.summary))
}
