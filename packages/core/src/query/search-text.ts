import { fold } from './fold.ts'

/** A letter to every database, and in no folded text: folding makes it `ø`. */
const filler = 'Ø'

/** Writing without spaces: Han, kana, bopomofo, hangul, yi. By number, so that no newer Unicode changes what is stored. */
const dense =
  /[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]/gu

/**
 * A text as the column beside a searchable field keeps it: folded, with a filler after each character of dense writing.
 * Databases index texts by three characters; this way two of Chinese are four. One text contains another exactly if
 * its search text contains the other's.
 *
 * @example
 * searchText('王伟 ＡＢ') // '王Ø伟Ø ab'
 */
export function searchText(text: string): string {
  return fold(text).replace(dense, `$&${filler}`)
}

/**
 * Whether a search text is long enough to be found by an index: three characters.
 *
 * @example
 * isIndexable(searchText('王芳')) // true: a filler follows each Chinese character
 */
export function isIndexable(text: string): boolean {
  return text.length > 5 || [...text].length > 2
}
