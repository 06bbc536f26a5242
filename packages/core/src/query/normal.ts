import * as z from 'zod'
import type { PhoneNormalizer } from '../phone/index.ts'
import { type FieldKind, once } from '../schema/index.ts'
import { fold } from './fold.ts'

/**
 * A text as fields of its kind store and compare it: addresses folded (NFKC, lower case), telephone numbers normalised,
 * anything else as it is.
 */
export function normalText(text: string, kind: FieldKind, phones: PhoneNormalizer | undefined): string {
  if (kind === 'email') return fold(text.trim())
  return kind === 'phone' && phones !== undefined ? phones.normalize(text).normal : text
}

const address = once(() => z.email())

/** Whether a text is an e-mail address once it is folded. */
export const isEmail = (text: string): boolean => address().safeParse(normalText(text, 'email', undefined)).success
