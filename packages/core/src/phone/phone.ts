/**
 * A telephone number as it is compared.
 *
 * @example
 * const known: Phone = { e164: '+8613800000001', normal: '+8613800000001' }
 * const unknown: Phone = { e164: null, normal: '55667788' }
 */
export interface Phone {
  /** `+8613800000001`; null where the text does not say for certain which number it is. */
  readonly e164: string | null
  /** What is stored and compared: the E.164 number, with `;ext=12` behind it if there is an extension; else the text, folded. */
  readonly normal: string
}

/**
 * Where a text was written, if that is known.
 *
 * @example
 * const hints: PhoneHints = { region: 'CN' }
 */
export interface PhoneHints {
  /** The country, ISO 3166-1 alpha-2: `CN`. */
  readonly region?: string
}

/**
 * Makes telephone numbers comparable: the port that `createCrm({ phones })` takes. What it answers for a number that it
 * has normalised itself must be that number again.
 */
export interface PhoneNormalizer {
  normalize(text: string, hints?: PhoneHints): Phone
}

/** A number that people wrote, without what makes the same number look different. */
export interface FoldedPhone {
  /** `+8613800000001` or `01062345678`; what has letters in it is kept, folded. */
  readonly number: string
  readonly extension: string | null
}

const extensionPattern = /[\s,]*(?:;ext=|ext(?:ension)?\.?|x|#|转|轉|分机|分機)[\s:]*(\d{1,8})$/i
const separators = /[\s\-‐‑‒–—―−.·•()[\]/~_]/g

/**
 * Folds width (NFKC), takes separators away, turns a leading `00` into `+`, and sets an extension apart.
 *
 * @example
 * foldPhone('００８６ 138-0000-0001') // { number: '+8613800000001', extension: null }
 */
export function foldPhone(text: string): FoldedPhone {
  const folded = text.normalize('NFKC').trim()
  const [matched, extension = null] = extensionPattern.exec(folded) ?? ['']
  const number = folded
    .slice(0, folded.length - matched.length)
    // The trunk prefix of those who dial within the country: +44 (0)20 …
    .replace(/^((?:\+|00).*)\(0\)/, '$1')
    .replace(separators, '')
    .replace(/^00(?=[1-9])/, '+')
  return /^\+?\d+$/.test(number) ? { number, extension } : { number: folded.toLowerCase(), extension: null }
}

/**
 * A folded number with its extension, as it is compared: `+862155667788;ext=12`.
 *
 * @example
 * normalOf({ number: '+862155667788', extension: '12' }) // +862155667788;ext=12
 */
export const normalOf = ({ number, extension }: FoldedPhone): string =>
  extension === null ? number : `${number};ext=${extension}`

/** What core knows without a library of the world's numbers: a number is certain where it names its country. */
export const plainPhones: PhoneNormalizer = {
  normalize(text) {
    const folded = foldPhone(text)
    return { e164: /^\+[1-9]\d{6,14}$/.test(folded.number) ? folded.number : null, normal: normalOf(folded) }
  },
}
