import { ownershipPairs } from './ownership.ts'
import type { Pair } from './pair.ts'
import { peoplePairs } from './people.ts'
import { recordPairs } from './records.ts'
import { salesPairs } from './sales.ts'
import { systemPairs } from './system.ts'

export const pairs: readonly Pair[] = [...recordPairs, ...salesPairs, ...peoplePairs, ...ownershipPairs, ...systemPairs]
