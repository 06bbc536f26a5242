export { type BtydFit, type BtydInsufficient, type BtydModel, type BtydOptions, fitBtyd } from './fit.ts'
export {
  fitSpend,
  type SpendFit,
  type SpendInsufficient,
  type SpendModel,
  type SpendParams,
  type SpendPredictions,
  type SpendRow,
  spendModel,
} from './gamma-gamma.ts'
export { type BtydKind, type BtydParams, type BtydPredictions, btydModel } from './model.ts'
export { type NextPurchase, nextPurchase } from './next-purchase.ts'
export {
  type BtydOrder,
  type BtydRow,
  type BtydUnit,
  type CustomerSummary,
  type SummaryOptions,
  summarize,
  summarizeSorted,
} from './summary.ts'
export { customerValue, type ValueOptions } from './value.ts'
