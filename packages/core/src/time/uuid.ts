import { v7 } from 'uuid'

/** A source of UUIDv7s: of one instant, or when the clock steps back, later ones are greater all the same. */
export function uuids(): (now: number) => string {
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
    return v7({ msecs: last, seq: sequence })
  }
}
