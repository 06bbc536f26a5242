import type { Answer, CallOptions, Erasure, ExportFile } from '../operation/index.ts'
import type { StoryStep } from './story.ts'

/**
 * Everything that is known of a person, as far as the actor may read it: plain JSON.
 *
 * @example
 * const known: SubjectExport = await me.contacts.exportSubject('p_1')
 * console.log(Object.keys(known.records), known.story.length)
 */
export interface SubjectExport {
  readonly subject: { readonly entity: string; readonly id: string }
  readonly at: string
  /** Records by the plural of their entity, those in the bin too. */
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  /** What was done to them, by whom and why, oldest first. */
  readonly story: readonly (StoryStep & { readonly entity: string; readonly recordId: string })[]
}

/**
 * What entities whose records are persons have too. A role grants each by name: `operations: ['contacts.eraseSubject']`.
 *
 * @example
 * const forget = (persons: Personal, id: string) => persons.eraseSubject(id, {}, { reason: 'asked on 3 March' })
 * await forget(me.contacts, 'p_1')
 */
export interface Personal {
  /**
   * Everything that is known of a person: his record, the records about him (found by the schema: those of plugins and the
   * fields of tenants too), and what was done to them. Nothing of others.
   *
   * @throws CrmError `NOT_FOUND`
   *
   * @example
   * const { records, story } = await me.contacts.exportSubject('p_1', {})
   * const { files } = await me.contacts.exportSubject('p_1', { format: 'csv' })
   */
  exportSubject(
    id: string,
    input: { readonly format: 'csv' },
  ): Promise<SubjectExport & { files: readonly ExportFile[] }>
  exportSubject(id: string, input?: { readonly format?: 'json' }): Promise<SubjectExport>
  /**
   * Takes everything personal that is known of a person out of all records, the audit, the facts and the stored calls. His
   * record and those about him stay without it. `keep` names entities whose records a duty wants as they are. Again on the
   * same person, with nothing new to erase, it answers the last receipt.
   *
   * @throws CrmError `NOT_FOUND`, `VERSION_CONFLICT`; `INVALID`: `keep` names no entity, or persons.
   *
   * @example
   * const keep = [{ entity: 'order', reason: 'tax law: ten years' }]
   * const receipt = await me.contacts.eraseSubject('p_1', { keep }, { reason: 'asked on 3 March' })
   */
  eraseSubject<O extends CallOptions = {}>(
    id: string,
    input: { readonly keep?: readonly { readonly entity: string; readonly reason: string }[] },
    options?: O,
  ): Promise<Answer<Erasure, O>>
  /** The receipts of a person's erasures, oldest first. */
  erasures(id: string): Promise<readonly Erasure[]>
}

/**
 * The data of `contact.erased`: what else keeps the values of these records forgets them now.
 *
 * @example
 * crm.on('contact.erased', ({ data }: Fact<Erased>) => console.log(data.receipt, data.records))
 */
export interface Erased {
  /** The id of the receipt. */
  readonly receipt: string
  readonly records: readonly { readonly entity: string; readonly recordId: string }[]
}
