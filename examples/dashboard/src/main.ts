import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { figures } from './figures.ts'
import { report } from './report.ts'
import { languages } from './words/index.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(import.meta.dirname, '../report.html') },
    lang: { type: 'string', default: 'en' },
  },
})
const words = languages.get(values.lang)
if (words === undefined) throw new RangeError(`--lang is one of ${[...languages.keys()].join(', ')}`)

writeFileSync(values.out, report(await figures(), words))
console.log(resolve(values.out))
