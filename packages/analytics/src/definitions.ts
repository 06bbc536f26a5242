import { changeDefinitions } from './change/definitions.ts'
import { customersDefinitions } from './customers/definitions.ts'
import { lifetimeDefinitions } from './lifetime/definitions.ts'
import { measuresDefinitions } from './measures/definitions.ts'
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
