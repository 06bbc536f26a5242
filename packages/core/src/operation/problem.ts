import { type $ZodIssue, type $ZodType, type output, safeParse } from 'zod/v4/core'
import { CrmError } from '../error/index.ts'

/** The input as a schema makes it; throws `INVALID` or `UNKNOWN_KEY` with the path. */
export function checked<S extends $ZodType>(schema: S, input: unknown, at = ''): output<S> {
  // With the input at hand a missing value can be told from a wrong one.
  const parsed = safeParse(schema, input, { reportInput: true })
  if (!parsed.success) throw problemOf(parsed.error.issues, at)
  return parsed.data
}

/** The first issue rules, all are told. */
function problemOf(found: readonly $ZodIssue[], at: string): CrmError {
  const issues = found.flatMap(unfolded)
  const told = issues.map((issue) => {
    const reason = reasonOf(issue)
    return {
      path: pathOf(at, issue.path),
      field: issue.path.findLast((key) => typeof key === 'string'),
      reason,
      problem: reason === 'required' ? 'a value is required' : issue.message,
    }
  })
  // A key that is not known is often why another is missing.
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  if (first?.code === 'unrecognized_keys') {
    const path = pathOf(at, [...first.path, first.keys[0] ?? ''])
    return new CrmError('UNKNOWN_KEY', {
      details: { path, issues: told },
      hint: 'Remove the key, or define the field.',
    })
  }
  const { path = at, field, reason = 'type', problem = 'not valid' } = told[0] ?? {}
  return new CrmError('INVALID', {
    details: { path, problem: problem.replace(/^Invalid input: /, ''), reason, field, issues: told },
    hint: hintOf(reason),
  })
}

/** Of a value that may be of several types, the issues of the one that it is. */
function unfolded(issue: $ZodIssue): readonly $ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find((of) => of.every(({ code, path }) => code !== 'invalid_type' || path.length > 0))
  if (meant === undefined) return [issue]
  return meant.flatMap((inner) => unfolded({ ...inner, path: [...issue.path, ...inner.path] }))
}

function pathOf(at: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    at,
  )
}

function reasonOf(issue: $ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'type'
    case 'too_small':
      return 'min'
    case 'too_big':
      return 'max'
    case 'invalid_value':
      return 'choice'
    case 'unrecognized_keys':
      return 'unknown_key'
    default:
      return 'format'
  }
}

const hints: Readonly<Record<string, string>> = {
  required: 'Give the field a value.',
  type: 'Give a value of the type of the field.',
  min: 'Give a greater or longer value.',
  max: 'Give a smaller or shorter value.',
  choice: 'Give one of the values of the field.',
  format: 'Give a value in the spelling of the field.',
}
const hintOf = (reason: string): string => hints[reason] ?? 'Correct the input.'
