import { formulasZh } from './formulas-zh.ts'

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
  /** The same in Chinese, of the definitions and measures of this package. */
  readonly formulaZh?: string
}

export function define(id: string, version: number, formula: string): Definition {
  const formulaZh = formulasZh[spelled({ id, version })]
  return Object.freeze({ id, version, formula, ...(formulaZh === undefined ? {} : { formulaZh }) })
}

/** How a figure names its definition: `retention.v1`. */
export const spelled = ({ id, version }: Pick<Definition, 'id' | 'version'>): string => `${id}.v${version}`
