/**
 * A source of ids that are the same in every run, in the shape of UUIDv7s, later ones greater.
 *
 * @example
 * createCrm({ storage, ids: testIds() })
 */
export function testIds(): (now: number) => string {
  let count = 0
  return (now) => {
    count++
    const time = now.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count.toString(16).padStart(12, '0')}`
  }
}
