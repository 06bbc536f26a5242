/** Markup that is safe to put into a page. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | readonly Part[]

/** Markup with texts in it, which cannot become markup themselves. Nothing is shown of null. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((all, piece, i) => all + spelled(parts[i - 1] ?? null) + piece))
}

function spelled(part: Part): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(spelled).join('')
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Data within a script: no text in it can end the script. */
export const json = (data: unknown): Html => new Html(JSON.stringify(data).replaceAll('<', '\\u003c'))
