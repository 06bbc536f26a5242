export {
  type AttributeOptions,
  type Attribution,
  type AttributionModel,
  type AttributionRow,
  attribute,
} from './attribute.ts'
export type { Path } from './path.ts'
export { type AttributionRule, type Touches, touchWeights } from './rules.ts'
