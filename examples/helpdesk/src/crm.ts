import { createCrm } from '@guanxi/core'
import { sqlite } from '@guanxi/sqlite'
import { testClock, testIds } from '@guanxi/testkit'
import { type ChatMessage, type Invitation, memoryMail, type Notice, tickets } from '@guanxi/tickets'
import { triage } from './triage.ts'

export const zone = 'Asia/Shanghai'

/** The company's CRM on the Sunday evening before the week, and what goes out of it: mail, chats, surveys, notices. */
export function helpdesk() {
  const clock = testClock('2026-09-20T23:00:00+08:00', zone)
  const storage = sqlite(':memory:')
  const mail = memoryMail()
  const chats: ChatMessage[] = []
  const invitations: Invitation[] = []
  const notices: Notice[] = []
  const take = async (message: ChatMessage) => {
    chats.push(message)
    return 'sent' as const
  }
  const plugins = [
    tickets({
      mail,
      mailSecret: 'no secret: this is an example',
      chats: { wechat: { send: take } },
      notices: { send: async (notice) => void notices.push(notice) },
      survey: {
        secret: 'no secret: this is an example',
        send: async (invitation) => void invitations.push(invitation),
        rules: { delay: 'PT24H', alertBelow: 6, supervisor: 'u_zhao' },
      },
    }),
    triage(),
  ] as const
  const crm = createCrm({ storage, plugins, clock, ids: testIds(), zone })
  return { crm, storage, plugins, clock, mail, chats, invitations, notices }
}

export type Helpdesk = ReturnType<typeof helpdesk>
/** What one person, or the machine, works with. */
export type Me = ReturnType<Helpdesk['crm']['as']>
