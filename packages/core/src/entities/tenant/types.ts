import type { tenantOperations } from './contracts.ts'
import type { CustomFieldTypes } from './custom-field.ts'
import type { PolicyTypes } from './policy.ts'
import type { TenantPipelineTypes } from './tenant-pipeline.ts'

/** What a tenant has of his own: fields, pipelines, policies. */
export interface TenantEntities {
  customField: CustomFieldTypes
  tenantPipeline: TenantPipelineTypes
  policy: PolicyTypes
}
export type TenantOperations = typeof tenantOperations
