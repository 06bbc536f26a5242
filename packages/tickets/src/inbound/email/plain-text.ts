import { decoded } from './entities.ts'
import { htmlTokens } from './html-tokens.ts'

const lines = new Set([
  ...['p', 'div', 'br', 'hr', 'tr', 'li', 'ul', 'ol', 'table', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['dt', 'dd', 'address', 'center'],
])

/** What a reader sees of HTML, as plain text. */
export function textOf(html: string): string {
  const out: string[] = []
  for (const token of htmlTokens(html)) {
    if (token.type === 'text') out.push(decoded(token.text.replace(/\s+/g, ' ')))
    else if (lines.has(token.name)) out.push('\n')
    else if (token.name === 'td' || token.name === 'th') out.push(' ')
  }
  const text = out.join('').replace(/[^\S\n]+/g, ' ')
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
