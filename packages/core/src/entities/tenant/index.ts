import { part } from '../part.ts'
import { tenantOperations } from './contracts.ts'
import { customField } from './custom-field.ts'
import { customFieldHandlers } from './custom-field-handlers.ts'
import { customFieldHooks } from './custom-field-hooks.ts'
import { leaverHooks } from './leaver-hooks.ts'
import { overlay } from './overlay.ts'
import { pipelineHandlers } from './pipeline-handlers.ts'
import { pipelineHooks } from './pipeline-hooks.ts'
import { policy } from './policy.ts'
import { policyHandlers } from './policy-handlers.ts'
import { policyHooks } from './policy-hooks.ts'
import { tenantPipeline } from './tenant-pipeline.ts'

/** What tenants define at run time: fields, pipelines, policies. */
export const tenant = part({
  entities: [customField, tenantPipeline, policy, overlay],
  hooks: { customField: customFieldHooks, tenantPipeline: pipelineHooks, policy: policyHooks, member: leaverHooks },
  operations: tenantOperations,
  handlers: { ...customFieldHandlers, ...pipelineHandlers, ...policyHandlers },
})
