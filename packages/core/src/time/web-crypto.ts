interface WebCrypto {
  getRandomValues(into: Uint8Array): void
  readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> }
}

/** The platform's own. Node loads it when it is first asked for, in 6 ms: not before somebody needs it. */
export const webCrypto = (): WebCrypto => (globalThis as unknown as { readonly crypto: WebCrypto }).crypto
