/** A decimal as an integer of its last place: `scaled('9.8', 2)` is 980. It goes through text: 9.8 is no exact float. */
export function scaled(decimal: string, places: number): number {
  const [whole = '', fraction = ''] = decimal.split('.')
  if (fraction.length > places) throw new RangeError(`${decimal} has more than ${places} places`)
  return Number(whole + fraction.padEnd(places, '0'))
}
