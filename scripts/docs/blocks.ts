/** A fenced block of a Markdown page. */
export interface Block {
  readonly language: string
  /** What stands behind the language: `no-run needs a server`. */
  readonly info: string
  readonly code: string
  /** The line of its first line of code, from 1. */
  readonly line: number
}

/** The fenced blocks of a page, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let open:
    | { readonly fence: string; readonly language: string; readonly info: string; readonly line: number }
    | undefined
  let code: string[] = []
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', language = '', info = ''] = /^(`{3,})(\w*)\s*(.*)$/.exec(line) ?? []
    if (open === undefined && fence !== '') {
      open = { fence, language, info: info.trim(), line: index + 2 }
      code = []
    } else if (open !== undefined && line.trim() === open.fence) {
      blocks.push({ language: open.language, info: open.info, line: open.line, code: code.join('\n') })
      open = undefined
    } else code.push(line)
  }
  return blocks
}

/** Whether a block is only type-checked; it says why. */
export const isNotRun = ({ info }: Block): boolean => info.startsWith('no-run')
