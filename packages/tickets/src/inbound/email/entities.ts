/** The named ones that mail is full of, and those that hide something; the others stay as they were written. */
const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', colon: ':', sol: '/', lpar: '(', rpar: ')' },
  ...{ tab: '\t', newline: '\n', num: '#', semi: ';', equals: '=', comma: ',', period: '.', lowbar: '_', bsol: '\\' },
  ...{ copy: '©', reg: '®', trade: '™', euro: '€', yen: '¥', pound: '£', cent: '¢', sect: '§', para: '¶', deg: '°' },
  ...{ ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' },
  ...{ laquo: '«', raquo: '»', bull: '•', middot: '·', times: '×', divide: '÷', larr: '←', rarr: '→', uarr: '↑' },
  ...{ ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', zwnj: '\u200c', zwj: '\u200d', shy: '\u00ad', darr: '↓' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', szlig: 'ß', eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç', ntilde: 'ñ' },
}
const capital: Readonly<Record<string, string>> = { Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', Eacute: 'É' }

const reference = /&(?:#x([0-9a-f]{1,7});?|#([0-9]{1,8});?|([a-z][a-z0-9]{1,31});?)/gi

/** A text with its character references resolved. */
export const decoded = (text: string): string =>
  text.replace(reference, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined)
      return (
        capital[name] ?? (Object.hasOwn(named, name.toLowerCase()) ? named[name.toLowerCase()] : undefined) ?? whole
      )
    return characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })

/** What is no character is shown as one that was lost. */
const characterOf = (code: number): string =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as HTML, which says nothing but the text. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? '')
