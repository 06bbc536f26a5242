import { v7 } from 'uuid'
import { webCrypto } from './web-crypto.ts'

/**
 * A source of UUIDv7s: of one instant, or when the clock steps back, later ones are greater all the same.
 *
 * @example
 * createCrm({ storage, ids: uuids() }) // what is there unless told
 */
export function uuids(): (now: number) => string {
  const random = randomness()
  let last = 0
  let sequence = 0
  return (now) => {
    if (now > last) {
      last = now
      sequence = 0
    } else if (++sequence > 0x7fff_ffff) {
      last++
      sequence = 0
    }
    return v7({ msecs: last, seq: sequence, random: random() })
  }
}

const size = 16

/** Random bytes, 256 times so many at once: asking the system each time takes longer than all the rest of an id. */
function randomness(): () => Uint8Array {
  const pool = new Uint8Array(256 * size)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      webCrypto().getRandomValues(pool)
      used = 0
    }
    used += size
    return pool.subarray(used - size, used)
  }
}
