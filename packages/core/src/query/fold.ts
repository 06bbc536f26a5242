/**
 * Text as `contains` and search compare it: width and case folded (NFKC, lower case).
 *
 * @example
 * fold('ＡＣＭＥ') === fold('acme')
 */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
