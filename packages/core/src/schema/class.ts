import type { FieldClass } from './field.ts'
import type { FieldIR } from './schema.ts'

const texts: ReadonlySet<string> = new Set(['string', 'text', 'email', 'phone', 'json'])

/** Whether a field holds what somebody wrote: each of these must say what it tells about people. */
export const isText = ({ system, kind }: Pick<FieldIR, 'kind'> & { readonly system?: boolean }): boolean =>
  system !== true && texts.has(kind)

/** What a field says about people. A text that does not say is taken for personal; other kinds are not. */
export const classOf = (field: FieldIR): FieldClass => field.class ?? (isText(field) ? 'pii' : 'plain')

/** Whether what a field says goes with the person. */
export const isPersonal = (field: FieldIR): boolean => classOf(field) !== 'plain'
