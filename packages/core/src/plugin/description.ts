import type { MeasureIR } from '../measure/index.ts'
import type { FieldClass } from '../schema/index.ts'

/**
 * What `crm.describe()` answers: plain JSON.
 *
 * @example
 * const { entities, operations }: Description = crm.describe()
 * console.log(entities.map(({ plural, owner }) => `${plural} of ${owner}`), operations.length)
 */
export interface Description {
  readonly entities: readonly {
    readonly name: string
    readonly plural: string
    readonly owner: string
    readonly fields: readonly {
      readonly name: string
      readonly kind: string
      readonly owner: string
      readonly required: boolean
      readonly nullable: boolean
      /** What it says about people; a text that its owner has not classed counts as `pii`. */
      readonly class: FieldClass
    }[]
    readonly relations: readonly { readonly name: string; readonly to: string; readonly many: boolean }[]
    /** Where its records stand on timelines: by which instant, of which related records, narrowed by which kinds. */
    readonly timeline: { readonly at: string; readonly of: readonly string[]; readonly kind: string | null } | null
  }[]
  readonly operations: readonly {
    readonly name: string
    readonly owner: string
    readonly kind: 'query' | 'command'
    readonly target: 'record' | 'collection'
    readonly summary: string
    readonly elevate: boolean
    readonly errors: readonly string[]
    readonly input: unknown
  }[]
  readonly pipelines: readonly {
    readonly name: string
    readonly entity: string
    /** Tenants may change it. */
    readonly editable: boolean
    readonly stages: readonly { readonly name: string; readonly type: string; readonly to: readonly string[] }[]
  }[]
  readonly roles: readonly string[]
  readonly measures: readonly MeasureIR[]
  readonly facts: readonly { readonly type: string; readonly owner: string }[]
}
