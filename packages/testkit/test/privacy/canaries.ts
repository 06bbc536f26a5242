/** Texts that occur nowhere else: each says for which field it was made. */
export class Canaries {
  readonly #prefix: string
  readonly made = new Map<string, string>()

  /** `prefix`: letters and digits alone. */
  constructor(prefix: string) {
    this.#prefix = prefix
  }

  get values(): readonly string[] {
    return [...this.made.values()]
  }

  /** A text for a field. */
  text(field: string): string {
    return this.#put(field, `${this.#prefix}${this.made.size}q`)
  }

  email(field: string): string {
    return this.#put(field, `${this.#prefix}${this.made.size}q@example.com`)
  }

  /** A Chinese mobile number: its digits begin with the prefix's. */
  phone(field: string, start: string): string {
    return this.#put(field, `+86${start}${String(this.made.size).padStart(11 - start.length, '0')}`)
  }

  #put(field: string, value: string): string {
    this.made.set(field, value)
    return value
  }
}
