import type { Role } from '../rights/roles.ts'

/** A person's place in an organisation, as far as it counts now. */
export interface PrincipalMembership {
  readonly id: string
  readonly organisationId: string
  readonly isAgency: boolean
  readonly roles: readonly Role[]
}

export type KeyScope = 'read' | 'boxes' | 'certificates' | 'maintenance' | 'runs'

/** On whose behalf something is done: rights, row security and the audit all read it. */
export interface Principal {
  readonly kind: 'public' | 'person' | 'key' | 'operations' | 'system'
  /** Stable and without personal data: a person's id, a key's, `operations-key`, the name of a worker. */
  readonly id: string
  /** The person; for a key, whoever answers for it (S3). */
  readonly personId?: string
  readonly sessionId?: string
  /** Empty for a newcomer. A key has the one place of its organisation, without a role. */
  readonly memberships: readonly PrincipalMembership[]
  /** What a key may be used for. */
  readonly scopes?: readonly KeyScope[]
  /** Of the agency, before its first three people have their security keys: they look, and do not act yet. */
  readonly isProvisional?: boolean
  /** `real` takes from the operations key what seeds of a demo need. */
  readonly mode?: 'demo' | 'real'
  readonly requestId?: string
  /** An Idempotency-Key under which the change is recorded, in its own transaction (http/idempotency.ts). */
  readonly idempotency?: {
    readonly route: string
    readonly key: string
    readonly requestSha256: string
    /** Of this request alone: it may change things in more than one transaction. */
    readonly attempt: string
  }
}

export const PUBLIC: Principal = { kind: 'public', id: 'public', memberships: [] }

/** Work that the registry does by itself; `id` names which part of it. */
export function systemPrincipal(id: string): Principal {
  return { kind: 'system', id, memberships: [] }
}

export function isAgency(principal: Principal): boolean {
  return principal.kind === 'person' && principal.memberships.some((membership) => membership.isAgency)
}

/** What row security reads (people_second_locks.sql). */
export function settingsOf(principal: Principal): Readonly<Record<string, string>> {
  return {
    'registry.principal_kind': kindForDatabase(principal),
    'registry.principal_id': principal.id,
    'registry.principal_person': principal.kind === 'person' ? (principal.personId ?? '') : '',
    'registry.principal_organisations': `{${principal.memberships.map(({ organisationId }) => organisationId).join(',')}}`,
  }
}

function kindForDatabase(principal: Principal): 'public' | 'party' | 'agency' | 'system' {
  switch (principal.kind) {
    case 'public':
      return 'public'
    case 'operations':
    case 'system':
      return 'system'
    case 'key':
      return 'party'
    case 'person':
      return isAgency(principal) ? 'agency' : 'party'
  }
}
