export { type Coefficient, type LogitModel, type LogitOptions, logit, logitProbability } from './logit.ts'
export { auc, brier, type CalibrationBin, calibration } from './quality.ts'
