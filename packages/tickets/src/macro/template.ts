/**
 * Texts with names of values in them: `{{ticket.requester.name}}`. There is nothing else in the language: no calls, no conditions,
 * and what a value says is never read as a template again.
 */
const place = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The names in a text. */
export const namesIn = (text: string): readonly string[] => [...text.matchAll(place)].map(([, name = '']) => name)

/** What is wrong with a text, if anything is: a name that nobody knows, or one that is not closed. */
export function problemWith(text: string, known: readonly string[]): string | undefined {
  const stranger = namesIn(text).find((name) => !known.includes(name))
  if (stranger !== undefined) return `there is no {{${stranger.slice(0, 100)}}}`
  return /\{\{|\}\}/.test(text.replace(place, '')) ? 'has {{ or }} without the other' : undefined
}

/** The text with its values; a name without one leaves nothing. */
export const rendered = (text: string, value: (name: string) => string): string =>
  text.replace(place, (_, name: string) => value(name))
