/**
 * What a figure means. Who compares two figures compares their definitions first.
 *
 * @example
 * const spell = ({ id, version, formula }: Definition) => `${id}.v${version}: ${formula}`
 */
export interface Definition {
  readonly id: string
  /** Counts up when the formula changes. */
  readonly version: number
  readonly formula: string
}

export const define = (id: string, version: number, formula: string): Definition =>
  Object.freeze({ id, version, formula })

/** How a figure names its definition: `retention.v1`. */
export const spelled = ({ id, version }: Definition): string => `${id}.v${version}`
