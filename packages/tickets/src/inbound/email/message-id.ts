import { sha256, utf8 } from '../files/bytes.ts'

/** One that is longer than an index holds is known by its hash. */
const longest = 250

/** The Message-ID of a mail; one that has none is known by what it says, byte by byte. */
export async function idOf(header: string | undefined, hash: string): Promise<string> {
  const [id] = await idsIn(header ?? '')
  return id ?? `<sha256-${hash}@no-id.invalid>`
}

/** The ids in a header, in their order. */
export async function idsIn(header: string): Promise<readonly string[]> {
  const found = (header.match(/<[^<>\s]+>/g) ?? header.match(/[^<>\s,;]+@[^<>\s,;]+/g) ?? []).slice(-200)
  return Promise.all(found.map((one) => known(one.startsWith('<') ? one : `<${one}>`)))
}

async function known(id: string): Promise<string> {
  const clean = id.replace(/\0|\p{Cs}/gu, '')
  return clean.length <= longest ? clean : `<sha256-${await sha256(utf8(clean))}@long-id.invalid>`
}

/** What stands behind its `@`, in lower case. */
export const domainOf = (idOrAddress: string): string =>
  idOrAddress
    .slice(idOrAddress.lastIndexOf('@') + 1)
    .replace(/>$/, '')
    .toLowerCase()
