import type { Row } from '../common/columns.ts'

type Nullable = string | null

interface Deals extends Row {
  id: string
  version: number
  updated_at: string
  pipeline: string
  stage: string
  stage_since: string
  closed_at: Nullable
  owner_id: string
  amount: number | null
}

/** Rows by the names of their columns; of deals what a move looks at. */
export interface Tables {
  crm_contacts: Row
  crm_contact_points: Row
  crm_deals: Deals
  crm_stage_stays: Row
  crm_audit: Row
  crm_outbox: Row
}
