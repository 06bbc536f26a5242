/** So many words are looked for at once: a question has a limit of columns. */
const mostTerms = 11

/** Writing without spaces between words. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/u
const parts = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]+/gu

/**
 * What to look for in articles: the words of texts, and of Chinese each two characters that stand together. The first texts come
 * first, and what is too much is left out.
 *
 * @example
 * termsOf('退款多久 VPN') // ['退款', '款多', '多久', 'vpn']
 */
export function termsOf(...texts: readonly string[]): readonly string[] {
  const terms = new Set<string>()
  for (const text of texts)
    for (const [part] of text.normalize('NFKC').toLowerCase().matchAll(parts))
      for (const term of dense.test(part) ? pairsOf(part) : [part]) terms.add(term)
  const long = [...terms].filter((term) => [...term].length > 1)
  // A single character finds too much, but it may be all that is asked for.
  return (long.length > 0 ? long : [...terms]).slice(0, mostTerms)
}

function pairsOf(text: string): readonly string[] {
  const letters = [...text]
  return letters.length === 1 ? letters : letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
}
