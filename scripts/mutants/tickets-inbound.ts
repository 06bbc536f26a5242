import type { Mutant } from './mutant.ts'

const loopsTests = 'packages/tickets/test/inbound/loops.test.ts'
const takeFile = 'packages/tickets/src/inbound/email/take.ts'
const threadFile = 'packages/tickets/src/inbound/email/thread.ts'
const threadingTests = 'packages/tickets/test/inbound/threading.test.ts'
const waysTests = 'packages/tickets/test/inbound/ways.test.ts'

/** Defects in what comes in: mail, chats, calls, devices, forms. */
export const inboundMutants: readonly Mutant[] = [
  {
    name: 'tickets: the oldest mail is answered',
    file: threadFile,
    from: 'references.toReversed()',
    to: 'references',
    test: {
      file: threadingTests,
      name: 'sqlite > T19: of several mails that it refers to the newest counts, and what it answers is the newest',
    },
  },
  {
    name: 'tickets: a number in a subject of a stranger’s',
    file: threadFile,
    from: 'return takesPart ? ',
    to: "return takesPart || named.id !== '' ? ",
    test: { file: threadingTests, name: 'sqlite > T20: the number in a subject counts for who takes part' },
  },
  {
    name: 'tickets: an address that another tenant signed',
    file: 'packages/tickets/src/inbound/email/token.ts',
    from: "['reply', tenant, mailbox",
    to: "['reply', mailbox",
    test: {
      file: 'packages/tickets/test/inbound/token.test.ts',
      name: 'an address is signed for one ticket of one tenant in one mailbox, by the newest secret; older ones hold',
    },
  },
  {
    name: 'tickets: our own mail is taken in',
    file: takeFile,
    from: '      domainOf(messageId) === domain ||\n',
    to: '',
    test: { file: loopsTests, name: 'sqlite > T22: what we have sent ourselves is dropped' },
  },
  {
    name: 'tickets: a machine says that somebody is there',
    file: takeFile,
    from: 'if (!automatic) await release',
    to: 'await release',
    test: {
      file: loopsTests,
      name: 'sqlite > T22: a mail that comes back has failed, and nothing is sent there until somebody writes from there',
    },
  },
  {
    name: 'tickets: pictures of customers are loaded',
    file: 'packages/tickets/src/inbound/hooks.ts',
    from: "remote: message.direction === 'out'",
    to: 'remote: true',
    test: {
      file: 'packages/tickets/test/inbound/content.test.ts',
      name: 'sqlite > HTML is made safe on whatever way it comes',
    },
  },
  {
    name: 'tickets: a form is a ticket each time',
    file: 'packages/tickets/src/inbound/form.ts',
    from: 'if (known !== undefined) return',
    to: 'if (known === null) return',
    test: {
      file: waysTests,
      name: 'sqlite > a form is a ticket, once for each time it was sent, and is answered by mail',
    },
  },
  {
    name: 'tickets: what is accepted is never taken',
    file: 'packages/tickets/src/inbound/accept.ts',
    from: 'await (call as Call)(payload)',
    to: 'void call',
    test: {
      file: waysTests,
      name: 'sqlite > what is accepted is taken later; what cannot be taken is a dead letter, and may be replayed',
    },
  },
  {
    name: 'tickets: a session of WeChat that is open for three days',
    file: 'packages/tickets/src/inbound/chat/chats.ts',
    from: "wechat: 'PT48H'",
    to: "wechat: 'PT72H'",
    test: {
      file: 'packages/tickets/test/channels/chat.test.ts',
      name: 'sqlite > T30: within 48 hours a reply is sent once; after them it is refused, and nothing is sent',
    },
  },
  {
    name: 'tickets: who calls is shown to everybody',
    file: 'packages/tickets/src/inbound/phone/operations.ts',
    from: 'pop: query({\n',
    to: 'pop: query({\n      elevate: true,\n',
    test: {
      file: 'packages/tickets/test/channels/phone.test.ts',
      name: 'sqlite > whoever may not read orders is shown none, and a stranger to customers nobody',
    },
  },
  {
    name: 'tickets: an old all-clear ends a new fault',
    file: 'packages/tickets/src/inbound/device/handlers.ts',
    from: ' || said.at < alarm.lastAt',
    to: '',
    test: {
      file: 'packages/tickets/test/channels/device.test.ts',
      name: 'sqlite > what comes late or out of order changes nothing that came after it',
    },
  },
  {
    name: 'tickets: a form is kept with a lead that was closed',
    file: 'packages/tickets/src/inbound/douyin/handlers.ts',
    from: '{ phone, closedAt: null }',
    to: '{ phone }',
    test: {
      file: 'packages/tickets/test/channels/douyin.test.ts',
      name: 'sqlite > D3: a form is a lead, once; of whoever is known it is kept with him',
    },
  },
]
