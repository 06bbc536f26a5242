import type { InverseOf, PluginTypes } from '@guanxi/core'
import type { VisitCheckTypes, visitCheck } from './check.ts'
import type { CompanyFields, CompanyInput } from './company.ts'
import type { InstallationTypes, installation } from './installation.ts'
import type { operations } from './operations.ts'
import type { VisitTypes, visit } from './visit.ts'

/** What the plugin adds to the types of an instance. */
export interface FieldServiceTypes extends PluginTypes {
  entities: {
    installation: InstallationTypes
    visit: VisitTypes
    visitCheck: VisitCheckTypes
    company: { row: CompanyFields; create: CompanyInput }
  } & InverseOf<typeof installation> &
    InverseOf<typeof visit> &
    InverseOf<typeof visitCheck>
  operations: typeof operations
  events: { 'visit.finished': { readonly installationId: string; readonly failed: readonly string[] } }
}
