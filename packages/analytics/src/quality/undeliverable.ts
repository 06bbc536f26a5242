import * as z from 'zod'

/** Domains that never take mail (RFC 2606, RFC 6761). */
const reserved = ['example.com', 'example.net', 'example.org', 'example', 'invalid', 'localhost', 'test']

const address = z.email()

/** Whether no mail reaches an address, as far as it tells itself. */
export function undeliverable(domains: readonly string[]): (email: string) => boolean {
  const closed = new Set([...reserved, ...domains.map((domain) => domain.toLowerCase())])
  return (email) => {
    if (!address.safeParse(email).success) return true
    const labels = email.slice(email.lastIndexOf('@') + 1).split('.')
    // The domain and all above it: `mail.example.com` is one of `example.com`.
    return labels.some((_, i) => closed.has(labels.slice(i).join('.')))
  }
}
