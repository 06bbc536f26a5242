/** A piece of HTML: what a browser would read, roughly; what it makes of it does not matter, for nothing is copied as it is. */
export type HtmlToken =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly type: 'close'; readonly name: string }

/** What they hold is not read as HTML, and is no text for a reader. */
const raw = ['script', 'style', 'title', 'textarea', 'noscript', 'noembed', 'noframes', 'iframe', 'xmp', 'plaintext']

/** They go with all that is in them, others of their own kind too. */
const nested = ['template', 'frameset', 'object', 'applet', 'svg', 'math', 'select', 'audio', 'video', 'canvas']

const unread = new Set([...raw, ...nested])

/** Left out together with what they never close. */
const hollow = new Set(['embed', 'frame', 'link', 'meta', 'base', 'param', 'source', 'track'])

const tag = /<(\/?)([a-z][^\s/>]*)/giy
const attribute = /[\s/]*([^\s=>/"'<][^\s=>/]*|["'<=][^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?/gy

/** Reads HTML once from left to right, however broken it is. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0
  while (at < html.length) {
    const next = html.indexOf('<', at)
    if (next === -1) break
    if (next > at) yield { type: 'text', text: html.slice(at, next) }
    at = next
    const skipped = afterComment(html, at)
    if (skipped !== undefined) {
      at = skipped
      continue
    }
    tag.lastIndex = at
    const found = tag.exec(html)
    if (found === null) {
      yield { type: 'text', text: '<' }
      at += 1
      continue
    }
    const [whole, slash, given = ''] = found
    const name = given.toLowerCase()
    const { attributes, end } = attributesFrom(html, at + whole.length)
    at = end
    if (slash === '/') yield { type: 'close', name }
    else if (unread.has(name)) at = afterElement(html, at, name)
    else if (!hollow.has(name)) yield { type: 'open', name, attributes }
  }
  if (at < html.length) yield { type: 'text', text: html.slice(at) }
}

/** Where a comment, a doctype or a processing instruction ends; undefined: there is none. */
function afterComment(html: string, at: number): number | undefined {
  if (html.startsWith('<!--', at)) return past(html, '-->', at + 4)
  return html.startsWith('<!', at) || html.startsWith('<?', at) ? past(html, '>', at + 2) : undefined
}

function past(html: string, what: string, from: number): number {
  const end = html.indexOf(what, from)
  return end === -1 ? html.length : end + what.length
}

function attributesFrom(html: string, from: number) {
  const attributes = new Map<string, string>()
  let end = from
  for (;;) {
    attribute.lastIndex = end
    const found = attribute.exec(html)
    if (found === null) break
    const [whole, name = '', double, single, bare] = found
    end += whole.length
    // The first counts, as in a browser.
    if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '')
  }
  return { attributes, end: past(html, '>', end) }
}

/** Behind the element; without an end it goes to the end of the text. */
function afterElement(html: string, from: number, name: string): number {
  const edge = new RegExp(`<(/?)${name}(?=[\\s/>])[^>]*>?`, 'gi')
  edge.lastIndex = from
  let depth = 1
  for (let found = edge.exec(html); found !== null; found = edge.exec(html)) {
    if (found[1] === '/') depth -= 1
    else if (nested.includes(name)) depth += 1
    if (depth === 0) return edge.lastIndex
  }
  return html.length
}
