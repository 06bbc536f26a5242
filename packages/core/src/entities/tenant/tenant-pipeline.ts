import * as z from 'zod'
import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '../../schema/index.ts'
import { storedStages, storedTransitions } from './stages.ts'

/** A pipeline of a tenant's own, or his version of one that the code defines. */
export const tenantPipeline = defineEntity({
  name: 'tenantPipeline',
  plural: 'tenantPipelines',
  fields: {
    name: field.string({ min: 1, max: 41 }).unique().plain(),
    entity: field.string({ min: 1 }).plain(),
    /** In order; the first is where records start. */
    stages: field.json(storedStages).plain(),
    transitions: field.json(storedTransitions).optional().plain(),
    /** Where the records of stages went that this change took away. */
    mapping: field
      .json(() => z.record(z.string(), z.string()))
      .optional()
      .plain(),
    /** The pipeline that they went to, if that was another one. */
    into: field.string().optional().plain(),
  },
})

/**
 * What is kept of a pipeline of a tenant's own, or of his version of one that the code defines as `editable`. Change it by
 * `pipelines.define`, `edit` and `remove`; `pipelines.list` tells of all of them.
 *
 * @example
 * await me.pipelines.define({ name: 'renewal', entity: 'deal', stages: { due: {}, renewed: { type: 'won' } } })
 * const namesOf = (pipelines: readonly TenantPipeline[]) => pipelines.map(({ name }) => name)
 */
export interface TenantPipeline extends System, RowOf<typeof tenantPipeline.fields> {}

/**
 * What a row of a tenant's own pipeline is made of. Its stages are in order; the first is where records start.
 *
 * @example
 * const stagesOf = ({ stages }: TenantPipelineCreate) => stages
 */
export interface TenantPipelineCreate extends CreateOf<typeof tenantPipeline.fields> {}
export type TenantPipelineTypes = EntityOf<typeof tenantPipeline, TenantPipeline, TenantPipelineCreate>
