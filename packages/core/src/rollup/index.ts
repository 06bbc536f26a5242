export { adding, type Cell, cellId, cellIn, changesOf } from './cells.ts'
export {
  type Rollup,
  type RollupDefinition,
  type RollupKey,
  type RollupMeasure,
  type RollupOf,
  rollup,
} from './definition.ts'
export { addTo, type Figures, isNothing, nothingOf } from './figures.ts'
export { cellsOf, installed, type KeyIR, type OwnedRollup, type RollupIR } from './installed.ts'
export { type Noted, sharersOf, writtenFor } from './journal.ts'
export { Rollups } from './rollups.ts'
