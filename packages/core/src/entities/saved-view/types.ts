import type { InverseOf } from '../../schema/index.ts'
import type { savedViewOperations } from './contracts.ts'
import type { SavedViewTypes, savedView } from './saved-view.ts'

/** Views that were saved. */
export interface SavedViewEntities {
  savedView: SavedViewTypes
}
export type SavedViewInverses = InverseOf<typeof savedView>
export type SavedViewOperations = typeof savedViewOperations
