import { fill } from '../fill.ts'
import type { Stock } from './bed.ts'

/** A copy for each subject of a database with so many contacts and deals. */
export function writingStock(contacts: number, batch: number): Stock {
  return {
    shared: false,
    fill: async (storage) => ({ ...(await fill(storage, contacts)), batch, positions: [] }),
  }
}
