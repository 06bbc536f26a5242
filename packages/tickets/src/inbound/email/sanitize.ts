import { decoded, escaped } from './entities.ts'
import { htmlTokens } from './html-tokens.ts'

const everywhere = ['dir', 'lang', 'title']
const cell = ['align', 'valign', 'colspan', 'rowspan', 'width', 'height', 'bgcolor']

/** What may stay, and with which attributes beside those that all may have. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ...{ a: ['href'], img: ['src', 'alt', 'width', 'height'], font: ['color', 'face', 'size'] },
  ...{ ol: ['start', 'type'], ul: ['type'], li: ['value'], table: [...cell, 'border', 'cellpadding', 'cellspacing'] },
  ...{ td: cell, th: cell, tr: ['align', 'valign', 'bgcolor'], col: ['span', 'width'], colgroup: ['span'] },
  ...Object.fromEntries(
    [
      ...['p', 'div', 'span', 'br', 'hr', 'b', 'strong', 'i', 'em', 'u', 's', 'strike', 'del', 'ins', 'sub', 'sup'],
      ...['small', 'big', 'mark', 'code', 'pre', 'kbd', 'samp', 'tt', 'var', 'blockquote', 'q', 'cite', 'center'],
      ...[
        'h1',
        'h2',
        'h3',
        'h4',
        'h5',
        'h6',
        'dl',
        'dt',
        'dd',
        'thead',
        'tbody',
        'tfoot',
        'caption',
        'abbr',
        'address',
      ],
    ].map((name) => [name, []]),
  ),
}
const single = new Set(['br', 'hr', 'img', 'col'])

/** So many open elements within each other; what is deeper is shown without them. */
const deepest = 100

/**
 * HTML as it may be shown: made anew from a short list of elements and attributes, so that nothing of the given text is markup
 * unless it is written here. Links lead to the web, to mail or a telephone; pictures are parts of the mail (`cid:`), and those
 * from elsewhere are not loaded: their address is in `data-remote`. `remote: true` lets them be, as in mail of one's own.
 */
export function sanitized(html: string, { remote = false } = {}): string {
  const out: string[] = []
  const open: string[] = []
  for (const token of htmlTokens(html)) {
    if (token.type === 'text') out.push(escaped(decoded(token.text)))
    else if (!Object.hasOwn(allowed, token.name)) continue
    else if (token.type === 'close') close(token.name, open, out)
    else {
      const { name } = token
      if (!single.has(name) && open.length >= deepest) continue
      out.push(`<${name}${attributesOf(name, token.attributes, remote)}>`)
      if (!single.has(name)) open.push(name)
    }
  }
  while (open.length > 0) out.push(`</${open.pop()}>`)
  return out.join('')
}

/** Closes an element, and what stands open in it; one that is not open is not closed. */
function close(name: string, open: string[], out: string[]): void {
  if (!open.includes(name)) return
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    out.push(`</${last}>`)
    if (last === name) return
  }
}

function attributesOf(element: string, given: ReadonlyMap<string, string>, remote: boolean): string {
  const kept: string[] = []
  for (const [name, coded] of given) {
    const value = decoded(coded).trim()
    if (element === 'img' && name === 'src') kept.push(...pictureOf(value, remote))
    else if (element === 'img' && name === 'data-remote' && web.test(value)) kept.push(attribute(name, value))
    else if (element === 'a' && name === 'href') kept.push(...linkOf(value))
    else if (name === 'style') kept.push(...styleOf(value))
    else if (everywhere.includes(name) || allowed[element]?.includes(name)) kept.push(attribute(name, value))
  }
  return kept.map((one) => ` ${one}`).join('')
}

const attribute = (name: string, value: string) => `${name}="${escaped(value)}"`

const web = /^https?:\/\/[^\s\p{Cc}\\]+$/iu
const link = /^(?:https?:\/\/|mailto:|tel:)[^\s\p{Cc}\\]+$/iu
const part = /^cid:[^\s\p{Cc}]+$/iu
/** Pictures without code in them, which an SVG may have. */
const inline = /^data:image\/(?:png|gif|jpeg|webp);base64,[a-z0-9+/=\s]+$/i

function pictureOf(value: string, remote: boolean): readonly string[] {
  if (part.test(value) || inline.test(value) || (remote && web.test(value))) return [attribute('src', value)]
  return web.test(value) ? [attribute('data-remote', value)] : []
}

/** What is opened elsewhere does not learn from where, and gets no hold of this page. */
const linkOf = (value: string): readonly string[] =>
  link.test(value) ? [attribute('href', value), 'target="_blank"', 'rel="noopener noreferrer nofollow"'] : []

/** How a text looks, and nothing that places it, hides it, or loads something. */
const looks = new Set([
  ...['color', 'background-color', 'font-weight', 'font-style', 'font-size', 'text-align', 'text-decoration'],
  ...['padding', 'padding-left', 'margin-left', 'border-left', 'white-space'],
])
const plain = /^(?:[a-z0-9#%. -]{1,60}|rgba?\([0-9., %]{1,40}\))$/i

function styleOf(value: string): readonly string[] {
  const kept = value.split(';').flatMap((one) => {
    const [name = '', ...rest] = one.split(':')
    const [property, said] = [name.trim().toLowerCase(), rest.join(':').trim()]
    return looks.has(property) && plain.test(said) ? [`${property}: ${said}`] : []
  })
  return kept.length === 0 ? [] : [attribute('style', kept.join('; '))]
}
