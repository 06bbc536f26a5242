const exact = /^P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/

/** The seconds of an ISO 8601 duration of days, hours, minutes and seconds (a day has 24 hours); undefined if it is not one. */
export function secondsOf(duration: string): number | undefined {
  const match = /\d/.test(duration) ? exact.exec(duration) : null
  if (match === null) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1, 5).map((part) => Number(part ?? 0))
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}

/** Whether it speaks of days, which have no length in business hours. */
export const hasDays = (duration: string): boolean => duration.includes('D')
