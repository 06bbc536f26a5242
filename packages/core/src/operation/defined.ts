import { type CodeDefinition, CrmError, coreCodes, isCrmError } from '../error/index.ts'

type Codes = ReadonlyMap<string, CodeDefinition>

/** An error that a plugin's code may throw on purpose: a CrmError whose code has words. */
export const isMeant = (error: unknown, codes: Codes): error is CrmError =>
  isCrmError(error) && (Object.hasOwn(coreCodes, error.code) || codes.has(error.code))

/** What to do about an error that is not meant. */
export const meaning = (error: unknown, hint = 'See the cause.'): string =>
  isCrmError(error) ? `Declare the code: definePlugin({ errors: { ${error.code}: { status, en, zh } } }).` : hint

/** An error whose code a plugin has declared, with the words and the status that it declared. */
export function defined(error: unknown, codes: Codes): unknown {
  if (!isCrmError(error)) return error
  const definition = codes.get(error.code)
  if (definition === undefined) return error
  const { code, details, cause } = error
  const hint = error.hint ?? definition.hint
  return new CrmError(code, { details, cause, definition, ...(hint === undefined ? {} : { hint }) })
}
