import { describe, expect, inject, test } from 'vitest'
import { blocksOf } from '../docs/blocks.ts'
import { problemsIn } from '../docs/compile.ts'
import { type Page, pages } from '../docs/pages.ts'
import { isAsSaid, reporting } from '../docs/prints.ts'
import { programOf } from '../docs/program.ts'
import { postgresOfPages, runPage } from '../docs/run.ts'
import { createDatabase } from '../postgres.ts'

const all = pages()

/** What is wrong with the types of a page, by its own lines. */
function wrongIn(list: readonly Page[]): string[] {
  const programs = new Map(list.map((page) => [`${page.path}.ts`, programOf(page.blocks)]))
  const texts = new Map([...programs].map(([file, { text }]) => [file, text]))
  return problemsIn(texts).map(({ file, line, problem }) => {
    const at = programs.get(file)?.origins[line] ?? 'its imports'
    return `${file.replace(/\.ts$/, '')}:${at}: ${problem}`
  })
}

test('every block of the pages compiles', { timeout: 300_000 }, () => {
  expect(wrongIn(all)).toEqual([])
})

describe('the blocks of a page run, and print what they say', () => {
  test.each(all.map((page) => [page.path, page] as const))('%s', { timeout: 120_000 }, async (_, page) => {
    const served = page.blocks.some(({ code }) => code.includes(postgresOfPages))
    const database = served ? await createDatabase(inject('postgresUrl')) : undefined
    try {
      const printed = await runPage(page, database?.url ?? postgresOfPages)
      const wrong = printed.filter((each) => !isAsSaid(each))
      expect(
        wrong.map(({ line, expected, actual }) => `line ${line} says «${expected}» and prints «${actual}»`),
      ).toEqual([])
    } finally {
      await database?.drop()
    }
  })
})

test('a block that needs what a test cannot have says so, and why', () => {
  const silent = all.flatMap(({ path, blocks }) =>
    blocks.filter(({ info }) => info !== '' && !/^no-run \S/.test(info)).map(({ line }) => `${path}:${line}`),
  )
  expect(silent).toEqual([])
})

describe('the suite notices', () => {
  const pageOf = (...blocks: string[]): Page => ({
    path: 'docs/planted.md',
    blocks: blocksOf(blocks.map((block) => `\`\`\`ts\n${block}\n\`\`\`\n`).join('\n')),
  })

  test('a block that does not compile, at its line', () => {
    const page = pageOf('const a = 1', 'const b: string = a')
    expect(wrongIn([page])).toEqual([expect.stringContaining('docs/planted.md:6: Type ')])
  })

  test('a block that throws', async () => {
    const page = pageOf(`import { createCrm } from '@guanxi/core'`, 'createCrm({} as never)')
    await expect(runPage(page, '')).rejects.toThrow('expected a storage')
  })

  test('a print that says something else', async () => {
    const said = async (comment: string) =>
      (await runPage(pageOf(`console.log({ a: ['x', 2] }) // ${comment}`), '')).map(isAsSaid)
    expect([await said(`{ a: ['x', 2] }`), await said('prints: { a: [x, 2] }'), await said('{ a: …2] }')]).toEqual([
      [true],
      [true],
      [true],
    ])
    expect([await said(`{ a: ['x', 3] }`), await said('…3…')]).toEqual([[false], [false]])
  })

  test('a name that is declared again: the blocks behind it mean the later one', async () => {
    const page = pageOf('const a = 1', 'const a = 2\nexport const b = a', 'console.log(a + b) // 4')
    expect(wrongIn([page])).toEqual([])
    expect((await runPage(page, '')).map(({ actual }) => actual)).toEqual(['4'])
  })

  test('a comment below a call, and one that belongs to something else', () => {
    const { text } = {
      text: reporting(programOf(pageOf('console.log(1)\n// one\n// more\nconst x = 2 // two').blocks)),
    }
    expect(text).toContain('__prints(2, "one\\nmore")')
    expect(text).not.toContain('two")')
  })
})
