/** Reads until the text matches. */
export async function until(stream: AsyncIterable<Buffer>, pattern: RegExp): Promise<RegExpExecArray> {
  let text = ''
  for await (const chunk of stream) {
    text += chunk.toString()
    const found = pattern.exec(text)
    if (found !== null) return found
  }
  throw new Error(`it ended before it said ${pattern}: ${text}`)
}
