export { type CodeDefinition, type CoreCode, coreCodes } from './codes.ts'
export { CrmError, type ErrorDetails, type ErrorParts, invalid, isCrmError } from './crm-error.ts'
export { placed } from './placed.ts'
