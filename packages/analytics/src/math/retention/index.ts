export {
  type BgbbFit,
  type BgbbInsufficient,
  type BgbbModel,
  type BgbbParams,
  type BgbbPredictions,
  type BgbbRow,
  bgbbModel,
  fitBgbb,
} from './bgbb.ts'
export {
  fitSbg,
  type SbgFit,
  type SbgInsufficient,
  type SbgModel,
  type SbgParams,
  type SbgPredictions,
  sbgModel,
} from './sbg.ts'
