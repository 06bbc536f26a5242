import { invalid } from '@guanxi/core'

/** A field that one wants to know, and how much. */
export interface Weighed {
  readonly field: string
  readonly weight: number
}

const usual: Readonly<Record<string, readonly string[]>> = {
  company: ['phone', 'email', 'industry', 'region', 'address'],
  contact: ['phone', 'email', 'companyId', 'title', 'region'],
}

/** The fields asked for, else the usual ones; each weighs 1 unless told. */
export function weighed(
  entity: string,
  fields: readonly { readonly field: string; readonly weight?: number | undefined }[] | undefined,
): readonly Weighed[] {
  const asked = fields ?? usual[entity]?.map((field) => ({ field }))
  if (asked === undefined) throw invalid('fields', 'is missing', `Which fields of ${entity} count is for you to say.`)
  const names = asked.map(({ field }) => field)
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i)
  if (twice >= 0) throw invalid(`fields[${twice}].field`, 'is named twice')
  return asked.map(({ field, ...rest }) => ({ field, weight: 'weight' in rest ? (rest.weight ?? 1) : 1 }))
}

/** How many there are, and of how many each field is filled: `n`, `f0`, `f1` … */
export const measuresOf = (fields: readonly Weighed[]) => ({
  n: { fn: 'count' },
  ...Object.fromEntries(fields.map(({ field }, i) => [`f${i}`, { fn: 'count', field }])),
})

/** The mean over records of which so many have each field. */
export function scoreOf(fields: readonly Weighed[], filled: readonly number[], n: number): number | null {
  const all = fields.reduce((sum, { weight }) => sum + weight, 0)
  return n === 0 ? null : fields.reduce((sum, { weight }, i) => sum + weight * (filled[i] ?? 0), 0) / (all * n)
}
