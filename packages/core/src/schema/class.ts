import type { FieldClass } from './field.ts'
import type { FieldIR } from './schema.ts'

const texts: ReadonlySet<string> = new Set(['string', 'text', 'email', 'phone', 'json'])

/**
 * Whether a field holds what somebody wrote: each of these must say what it tells about people.
 *
 * @example
 * const texts = [...entityOf(schema, 'contact').fields.values()].filter(isText)
 */
export const isText = ({ system, kind }: Pick<FieldIR, 'kind'> & { readonly system?: boolean }): boolean =>
  system !== true && texts.has(kind)

/**
 * What a field says about people. A text that does not say is taken for personal; other kinds are not.
 *
 * @example
 * classOf(fieldOf(entityOf(schema, 'contact'), 'name')) // pii
 */
export const classOf = (field: FieldIR): FieldClass => field.class ?? (isText(field) ? 'pii' : 'plain')

/**
 * Whether what a field says goes with the person.
 *
 * @example
 * const personal = [...entityOf(schema, 'contact').fields.values()].filter(isPersonal)
 */
export const isPersonal = (field: FieldIR): boolean => classOf(field) !== 'plain'
