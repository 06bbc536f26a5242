interface WebCrypto {
  getRandomValues(into: Uint8Array): void
  readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> }
}

/** The platform's own. Node loads it when it is first asked for, in 6 ms: not before somebody needs it. */
export const webCrypto = (): WebCrypto => (globalThis as unknown as { readonly crypto: WebCrypto }).crypto

interface NodeCrypto {
  /** From Node 20.12 on: hexadecimal digits. */
  hash?(algorithm: 'sha256', text: string): string
}
interface Node {
  readonly process?: { getBuiltinModule?(name: 'node:crypto'): NodeCrypto }
}

/** Node's own, where there is Node: what it digests waits for no other thread, which takes ten times as long. */
export const nodeCrypto = (): NodeCrypto | undefined =>
  (globalThis as unknown as Node).process?.getBuiltinModule?.('node:crypto')
