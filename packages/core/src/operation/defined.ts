import { type CodeDefinition, CrmError, isCrmError } from '../error/index.ts'

/** An error whose code a plugin has declared, with the words and the status that it declared. */
export function defined(error: unknown, codes: ReadonlyMap<string, CodeDefinition>): unknown {
  if (!isCrmError(error)) return error
  const definition = codes.get(error.code)
  if (definition === undefined) return error
  const { code, details, cause } = error
  const hint = error.hint ?? definition.hint
  return new CrmError(code, { details, cause, definition, ...(hint === undefined ? {} : { hint }) })
}
