import type { Filled } from './fill.ts'
import type { Bed } from './subject.ts'

export async function postgresBed(_contacts: number): Promise<{ readonly bed: Bed; readonly filled: Filled }> {
  throw new Error('soon')
}
