/** So many pages are asked for while one is looked at: a server has two processors, or more. */
const most = 2

/** What is read of each, in order; the next are read meanwhile. */
export async function* ahead<A, B>(all: Iterable<A>, read: (of: A) => Promise<B>): AsyncGenerator<B> {
  const asked: Promise<B>[] = []
  for (const of of all) {
    const page = read(of)
    // Who stops in between does not hear of it.
    page.catch(() => {})
    asked.push(page)
    if (asked.length > most) yield (await asked.shift()) as B
  }
  for (const page of asked) yield await page
}
