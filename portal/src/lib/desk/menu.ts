import type { IconName } from '#lib/icons.ts'
import { shellWords } from '#lib/messages/desk/shell.ts'

export interface MenuItem {
  readonly href: string
  readonly name: string
  readonly icon: IconName
}

const words = shellWords.pages

/** Pages of a member of an operator or vendor; a newcomer has fewer, for there is nothing to see yet. */
export function partyMenu(hasOrganisation: boolean): readonly MenuItem[] {
  const always = [
    { href: '/operateur', name: words.dashboard, icon: 'layout-dashboard' },
    { href: '/operateur/admission', name: words.admission, icon: 'list-checks' },
  ] as const
  const ofMembers = [
    { href: '/operateur/organisme', name: words.organisation, icon: 'building-2' },
    { href: '/operateur/contrat', name: words.contract, icon: 'file-text' },
    { href: '/operateur/delegations', name: words.delegations, icon: 'link' },
    { href: '/operateur/equipe', name: words.team, icon: 'users' },
    { href: '/operateur/courriers', name: words.mails, icon: 'mail' },
  ] as const
  return [
    ...always,
    ...(hasOrganisation ? ofMembers : []),
    { href: '/operateur/compte', name: words.account, icon: 'key-round' },
    { href: '/invitation', name: words.invitation, icon: 'handshake' },
  ]
}

export const agencyMenu: readonly MenuItem[] = [
  { href: '/agence/a-faire', name: words.toDo, icon: 'list-checks' },
  { href: '/agence/decisions', name: words.decisions, icon: 'handshake' },
  { href: '/agence/operateurs', name: words.operators, icon: 'building-2' },
  { href: '/agence/textes', name: words.referenceDocuments, icon: 'file-text' },
  { href: '/agence/equipe', name: words.team, icon: 'users' },
  { href: '/agence/courriers', name: words.mails, icon: 'mail' },
  { href: '/agence/journal', name: words.audit, icon: 'scroll-text' },
  { href: '/agence/compte', name: words.account, icon: 'key-round' },
]

/** Which item a page belongs to: `page` where it is that page, `true` where it lies below. */
export function currentItem(path: string, item: MenuItem): 'page' | 'true' | undefined {
  if (path === item.href) return 'page'
  return item.href !== '/operateur' && path.startsWith(`${item.href}/`) ? 'true' : undefined
}
