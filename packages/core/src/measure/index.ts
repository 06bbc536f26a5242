export { type MeasureDefinition, type MeasureIR, type MeasureOf, measure } from './definition.ts'
export { checkMeasure, type MeasuresByName } from './installed.ts'
