import { part } from '../part.ts'
import { capture } from './capture.ts'
import { leadOperations } from './contracts.ts'
import { convert } from './convert.ts'
import { leadHooks } from './hooks.ts'
import { leadPipeline, lead as leads } from './lead.ts'
import { leadTag } from './lead-tag.ts'

/** Those who may become customers. */
export const lead = part({
  entities: [leads, leadTag],
  pipelines: { lead: leadPipeline },
  hooks: { lead: leadHooks },
  facts: ['lead.converted'],
  operations: leadOperations,
  handlers: { leads: { convert, capture } },
})
