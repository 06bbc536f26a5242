import { invalid } from '../../error/index.ts'
import type { PhoneNormalizer } from '../../phone/index.ts'
import { isEmail, normalText } from '../../query/index.ts'
import { type DeriveInput, field } from '../../schema/index.ts'

/** By what somebody is reached. `external`: his identity in another system. */
export const pointKinds = ['phone', 'email', 'wechat', 'douyin', 'external'] as const

/**
 * By what somebody is reached: `phone`, `email`, `wechat`, `douyin`, or `external`, his identity in another system.
 *
 * @example
 * const reachedBy = (kind: PointKind) => me.contacts.list({ where: { points: { some: { kind } } } })
 * await reachedBy('wechat')
 */
export type PointKind = (typeof pointKinds)[number]

/** Characters: an e-mail address may have so many. */
const longest = 320

/** The fields of a contact point, whosever it is. */
export const pointFields = {
  kind: field.enum(pointKinds),
  /** As it was given. */
  value: field.string({ min: 1, max: longest }).pii(),
  /** As it is compared: the E.164 number, the address in lower case. */
  normal: field.string().generated().search().pii(),
  /** Of a telephone number that is certain; null else. */
  e164: field.phone().optional().generated().pii(),
  /** The first one to try of its kind: there is one. */
  primary: field.boolean().default(false),
  /** `office`, `assistant` … */
  label: field.string().optional().plain(),
}

/** A contact point on its way into the database; without an id it is a new one. */
export interface Point {
  readonly id?: string
  readonly kind: PointKind
  readonly value: string
  readonly normal: string
  readonly e164: string | null
  readonly primary: boolean
  readonly label: string | null
}

/** What a text in a list of points means: an address with an `@` in it is one of mail, anything else a telephone number. */
export const pointOfText = (text: string) => ({
  kind: text.normalize('NFKC').includes('@') ? 'email' : 'phone',
  value: text,
})

/** A contact point as it is compared. Throws `INVALID` at `path`. */
export function compared(
  kind: PointKind,
  value: string,
  phones: PhoneNormalizer,
  path: string,
): { readonly normal: string; readonly e164: string | null } {
  if (kind === 'email' && !isEmail(value)) throw invalid(path, 'expected an e-mail address')
  const { normal, e164 } =
    kind === 'phone'
      ? phones.normalize(value)
      : { normal: kind === 'email' ? normalText(value, kind, undefined) : value.trim(), e164: null }
  if (normal === '') throw invalid(path, 'expected a value', 'Give null, or leave it out, where there is none.')
  if (normal.length > longest) throw invalid(path, 'is too long once it is folded')
  return { normal, e164 }
}

/** What follows from the kind and the value of a point. */
export const derivedPoint = ({ record: { kind, value }, phones }: DeriveInput) =>
  compared(kind as PointKind, value as string, phones, 'value')

/** No two points of a record are the same. */
export const pointKey = ['kind', 'normal'] as const
