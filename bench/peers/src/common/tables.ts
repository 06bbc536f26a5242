import { contactColumns } from '../../../src/raw/contact.ts'
import { stayColumns } from '../../../src/raw/deal.ts'
import { pointColumns } from '../../../src/raw/point.ts'
import { auditColumns, outboxColumns } from '../../../src/raw/record.ts'
import { camel, columnsOf } from './columns.ts'
import { contactFields, dealFields } from './fields.ts'

export type Kind = 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'instant' | 'json'

export interface Column {
  readonly property: string
  readonly column: string
  readonly kind: Kind
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

/** What is no text. */
const kinds: Readonly<Record<string, Kind>> = {
  ...of('instant', 'created_at updated_at deleted_at at stage_since closed_at entered_at left_at'),
  ...of('integer', 'version depth duration amount report_amount'),
  ...of('date', 'birthday expected_at report_rate_at'),
  ...of('json', 'extra changes data'),
  primary: 'boolean',
  probability: 'real',
}

/** The fields of a record in the order in which it is read, then the columns that it does not show. */
const table = (name: string, columns: readonly string[]): Table => ({
  name,
  columns: columns.map((column) => ({ property: camel(column), column, kind: kinds[column] ?? 'text' })),
})
const snake = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const tables = {
  contact: table('crm_contacts', [...new Set([...contactFields.map(snake), ...columnsOf(contactColumns)])]),
  point: table('crm_contact_points', columnsOf(pointColumns)),
  deal: table('crm_deals', [...dealFields.map(snake), 'tenant']),
  stay: table('crm_stage_stays', columnsOf(stayColumns)),
  audit: table('crm_audit', columnsOf(auditColumns)),
  outbox: table('crm_outbox', columnsOf(outboxColumns)),
} as const

function of(kind: Kind, columns: string): Record<string, Kind> {
  return Object.fromEntries(columns.split(' ').map((column) => [column, kind]))
}
