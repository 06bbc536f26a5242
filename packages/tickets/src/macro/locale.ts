/** A language tag as everybody spells it; undefined if it is none. `*` is any language. */
export function canonicalLocale(locale: string): string | undefined {
  if (locale === '*') return locale
  try {
    return Intl.getCanonicalLocales(locale)[0]
  } catch {
    return undefined
  }
}

/**
 * Of the locales that there are the one for whoever reads `wanted`: his own, then shorter ones (`zh-Hans-CN`, `zh-Hans`, `zh`), then
 * the same language elsewhere, then `*`, then the first.
 */
export function nearestLocale(wanted: string, there: readonly string[]): string | undefined {
  const parts = (canonicalLocale(wanted) ?? wanted).split('-')
  const shorter = parts.map((_, cut) => parts.slice(0, parts.length - cut).join('-'))
  const sorted = [...there].sort()
  return (
    shorter.find((one) => there.includes(one)) ??
    sorted.find((one) => one.split('-')[0] === parts[0]) ??
    sorted.find((one) => one === '*') ??
    sorted[0]
  )
}
