export { auditOfficeOf } from './office.ts'
export type {
  AuditEntry,
  AuditFilter,
  AuditHead,
  AuditOffice,
  AuditPage,
  AuditProblem,
  AuditQuery,
  AuditSealing,
  AuditVerification,
} from './types.ts'
