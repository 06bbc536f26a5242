import { expect, test } from 'vitest'
import { textOf } from '../../src/inbound/email/plain-text.ts'
import { sanitized } from '../../src/inbound/email/sanitize.ts'

const cases: readonly (readonly [what: string, html: string, safe: string])[] = [
  ['a script goes with what is in it', 'a<script>alert("<p>")</script>b', 'ab'],
  ['a script that never ends', 'a<script>alert(1)', 'a'],
  ['a script in capitals, with a slash', 'a<SCRIPT/x>alert(1)</ScRiPt >b', 'ab'],
  ['a tag in a tag', '<scr<script>ipt>alert(1)</script>', 'ipt&gt;alert(1)'],
  ['handlers', '<p onclick="x()" ONLOAD=y>a</p>', '<p>a</p>'],
  ['a handler behind a slash', '<img/onerror=alert(1)/src="cid:a">', '<img>'],
  [
    'a remote picture',
    '<img src="https://x.example/a.png" alt="A">',
    '<img data-remote="https://x.example/a.png" alt="A">',
  ],
  ['a picture of the mail', '<img src="cid:logo@x">', '<img src="cid:logo@x">'],
  ['a picture without a scheme', '<img src="//x.example/a.png">', '<img>'],
  ['a picture that is a program', '<img src="data:image/svg+xml;base64,PHN2Zz4=">', '<img>'],
  [
    'a picture in the text',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
  ],
  ['a set of pictures', '<img srcset="https://x.example/a.png 2x" src="cid:a">', '<img src="cid:a">'],
  [
    'a background',
    '<table background="https://x.example/a.png"><tr><td>a</table>',
    '<table><tr><td>a</td></tr></table>',
  ],
  ['svg', 'a<svg onload=alert(1)><svg></svg><script>1</script></svg>b', 'ab'],
  ['svg that never ends', 'a<svg><p>b', 'a'],
  ['math', 'a<math><mi xlink:href="javascript:alert(1)">x</mi></math>b', 'ab'],
  ['style elements', '<style>@import url(https://x.example)</style>a', 'a'],
  ['a style that loads', '<p style="background:url(https://x.example);color:red">a</p>', '<p style="color: red">a</p>'],
  ['a style that hides it', '<p style="color:u\\72l(https://x.example);position:fixed">a</p>', '<p>a</p>'],
  ['an expression', '<p style="color:expression(alert(1))">a</p>', '<p>a</p>'],
  ['javascript', '<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
  ['javascript by numbers', '<a href="&#106;&#x61;vascript&colon;alert(1)">a</a>', '<a>a</a>'],
  ['javascript with a tab in it', '<a href="java&Tab;script:alert(1)">a</a>', '<a>a</a>'],
  ['javascript behind a space', '<a href=" &#1; javascript:alert(1)">a</a>', '<a>a</a>'],
  ['vbscript, data', '<a href="vbscript:x">a</a><a href="data:text/html,x">b</a>', '<a>a</a><a>b</a>'],
  [
    'a link',
    '<a href="https://x.example/?a=1&amp;b=2" target=_top>a</a>',
    '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">a</a>',
  ],
  ['comments, also those that end early', 'a<!-- <p> -->b<!--><script>1</script>-->c<![CDATA[<p>]]>d', 'abc]]&gt;d'],
  [
    'frames and forms',
    '<iframe src="https://x.example">a</iframe><form action="https://x.example"><input name=a>b</form>',
    'b',
  ],
  [
    'a base',
    '<base href="https://x.example/"><meta http-equiv=refresh content="0;url=x"><link rel=stylesheet href=x>a',
    'a',
  ],
  ['what is not closed', '<p><b>a<i>b', '<p><b>a<i>b</i></b></p>'],
  ['what is closed in another order', '<b><i>a</b>b</i>', '<b><i>a</i></b>b'],
  ['what was never opened', 'a</div></p>b', 'ab'],
  [
    'a quote in an attribute',
    "<p title='\"><script>alert(1)</script>'>a</p>",
    '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">a</p>',
  ],
  ['an attribute that never ends', 'a<p title="x', 'a<p title=""></p>'],
  ['text that looks like it', '1 < 2 &lt;script&gt; & &amp;lt;', '1 &lt; 2 &lt;script&gt; &amp; &amp;lt;'],
  ['names of objects', '<constructor>a</constructor><p constructor=1 __proto__=2>b</p>', 'a<p>b</p>'],
  [
    'a title, a textarea, a noscript',
    '<title>x</title><textarea><img src=x onerror=1></textarea><noscript><p title="</noscript><img src=x onerror=1>">',
    '<img>&quot;&gt;',
  ],
]

for (const [what, html, safe] of cases)
  test(`T23: ${what}`, () => {
    expect(sanitized(html)).toBe(safe)
    expect(sanitized(sanitized(html))).toBe(sanitized(html))
  })

/** Whatever is written, it is this and nothing else: elements of the list, opened and closed in order, with plain attributes. */
function problemOf(html: string): string | undefined {
  const open: string[] = []
  const rest = html.replace(
    /<(\/?)([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>/g,
    (tag, slash: string, name: string, attributes: string) => {
      if (/script|style|svg|math|iframe|form|object|link|meta|base/.test(name)) return tag
      if (/ (?:on|srcset|background|action|id=|class=)/.test(attributes)) return tag
      for (const [, key, value = ''] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
        if (key === 'href' && !/^(?:https?:\/\/|mailto:|tel:)/i.test(value)) return tag
        if (key === 'src' && !/^(?:cid:|data:image\/(?:png|gif|jpeg|webp);base64,)/i.test(value)) return tag
        if (key === 'style' && /url|expression|\\|position|import/i.test(value)) return tag
      }
      if (['br', 'hr', 'img', 'col'].includes(name)) return ''
      if (slash === '') open.push(name)
      else if (open.pop() !== name) return tag
      return ''
    },
  )
  if (open.length > 0) return `not closed: ${open.join(' ')}`
  return /[<>]/.test(rest) ? rest.slice(0, 200) : undefined
}

test('T23: whatever is thrown at it, what comes out is of the list', () => {
  const pieces = [
    ...[
      '<',
      '>',
      '"',
      "'",
      '/',
      '=',
      ' ',
      '&',
      ';',
      '<!--',
      '-->',
      '<script>',
      '</script>',
      '<svg',
      '</svg>',
      '<p',
      '<b>',
      '</b>',
    ],
    ...[
      '<a href=',
      '<img src=',
      'javascript:',
      'https://x',
      'cid:a',
      'onerror=',
      'style=',
      'url(',
      '&#',
      '106',
      'x6a',
      '&lt;',
      '\0',
      '\n',
    ],
    ...[
      '<style>',
      '</style',
      '<math>',
      '<table>',
      '<td',
      'title="',
      "title='",
      '<noscript>',
      '<textarea>',
      '<![CDATA[',
      '<?',
      'a',
      '\u2028',
    ],
  ]
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const rounds = process.env.GUANXI_TEST_FULL === '1' ? 300_000 : 3_000
  for (let round = 0; round < rounds; round++) {
    const html = Array.from({ length: 1 + random(30) }, () => pieces[random(pieces.length)]).join('')
    const safe = sanitized(html)
    if (problemOf(safe) !== undefined) throw new Error(`${JSON.stringify(html)} became ${safe}: ${problemOf(safe)}`)
    if (sanitized(safe) !== safe) throw new Error(`${JSON.stringify(html)} became ${safe}, and then ${sanitized(safe)}`)
  }
})

test('T23: a long and hostile text takes time in proportion to its length', () => {
  const hostile = ['<', '<a ', '<svg', '<!--', '&#', '<p title="', '<b>', '</b', "<p '", '<script', '< /', '=', '<p a=']
  // Each of these steps counted once for each character, and so many times for each pair would be an hour.
  for (const piece of hostile) expect(sanitized(piece.repeat(60_000)).length).toBeLessThan(2_000_000)
})

test('what a reader sees of it', () => {
  const html =
    '<style>p{}</style><p>尊敬的&nbsp;客服：</p><div>货<b>还没</b>到<br>急!</div><table><tr><td>a<td>b</table><script>x</script>'
  expect(textOf(html)).toBe('尊敬的 客服：\n\n货还没到\n急!\n\na b')
})
