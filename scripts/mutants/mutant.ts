/** A defect to plant, and the one test that must find it. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** Text that occurs exactly once in the file. */
  readonly from: string
  readonly to: string
  readonly test: {
    readonly file: string
    /** Its full name: what each `describe` says and what `test` says, joined by ` > `. */
    readonly name: string
  }
}
