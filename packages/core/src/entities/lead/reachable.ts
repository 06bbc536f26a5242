import type { PhoneNormalizer } from '../../phone/index.ts'
import { compared } from '../customer/point.ts'

const ways = ['phone', 'email', 'wechat'] as const

/** Somebody who is reached in one of these ways. */
type Reachable = { readonly [K in (typeof ways)[number]]?: string | null | undefined }

/** The contact points of whoever is reached in the same way, as a condition; undefined where no way is known. */
export function pointsOf(person: Reachable, phones: PhoneNormalizer) {
  const known = ways.flatMap((kind) => {
    const value = person[kind] ?? ''
    return value === '' ? [] : [{ kind, normal: compared(kind, value, phones, kind).normal }]
  })
  return known.length === 0 ? undefined : { or: known }
}
