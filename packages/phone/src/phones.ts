import { foldPhone, invalid, normalOf, type PhoneNormalizer } from '@guanxi/core'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** What {@link phones} takes. */
export interface PhoneOptions {
  /** The country of numbers that name none, ISO 3166-1 alpha-2. */
  readonly region: CountryCode
}

/**
 * Telephone numbers as the world dials them. A number is certain (`e164`) if it is valid in the country that it names, or
 * else in `region`; any other keeps its text, folded.
 *
 * @throws CrmError `INVALID`: no such country.
 *
 * @example
 * const crm = createCrm({ storage, phones: phones({ region: 'CN' }) })
 * phones({ region: 'CN' }).normalize('１３８ 0000 0001') // { e164: '+8613800000001', normal: '+8613800000001' }
 */
export function phones({ region }: PhoneOptions): PhoneNormalizer {
  if (!isSupportedCountry(region)) throw invalid('region', 'expected a country, ISO 3166-1 alpha-2', 'Such as CN.')
  return {
    normalize(text, hints = {}) {
      const { number, extension } = foldPhone(text)
      const own = hints.region !== undefined && isSupportedCountry(hints.region) ? hints.region : region
      const parsed = parsePhoneNumberFromString(number, { defaultCountry: own, extract: false })
      if (parsed?.isValid() !== true) return { e164: null, normal: normalOf({ number, extension }) }
      return { e164: parsed.number, normal: normalOf({ number: parsed.number, extension }) }
    },
  }
}
