import type { Row } from './access-roles.ts'
import type { Scene } from './access-scene.ts'

const V1 = '"v1"'
const text = 'a reason of the test'
const DAY = '2099-01-01'
const SHA = '0'.repeat(64)
// A key shows itself for its organisation, and reads only with its scope.
const WITHOUT_SCOPE = { 'key for runs': [403, 'key-scope-missing'] } as const

/** A row for each route there is; the test fails where one is missing. */
export function accessTable(scene: Scene): Row[] {
  return [
    ...publicRoutes(),
    ...accountRoutes(scene),
    ...organisationRoutes(scene),
    ...admissionRoutes(scene),
    ...contactAndKeyRoutes(scene),
    ...commitmentRoutes(scene),
    ...delegationRoutes(scene),
    ...drimboxRoutes(scene),
    ...publicationRoutes(),
    ...decisionRoutes(scene),
    ...mailAndAuditRoutes(scene),
  ]
}

function publicRoutes(): Row[] {
  const open = (route: string, status: number, path?: string): Row => ({
    route,
    may: 'everybody',
    answer: [status],
    ...(path === undefined ? {} : { path }),
  })
  return [
    open('GET /v1/status', 200),
    open('GET /v1/trust-anchors', 200),
    open('GET /healthz', 200),
    open('GET /v1/openapi.json', 200),
    open('GET /v1/whitelists', 200),
    open('GET /v1/whitelist/entries', 200),
    open('GET /v1/whitelist.xml', 307),
    open('GET /v1/whitelists/{file}', 307, '/v1/whitelists/1.xml'),
    open('GET /v1/operators', 200),
    open('GET /v1/operators/{number}', 404, '/v1/operators/OP-99999'),
    open('GET /v1/reference-documents', 200),
    { route: 'POST /v1/sign-ins', body: {}, may: 'everybody', answer: [503] },
    {
      route: 'POST /v1/sign-ins/complete',
      body: { handle: 'x'.repeat(43), parameters: { code: 'c', state: 's' } },
      may: 'everybody',
      answer: [503],
    },
  ]
}

function accountRoutes(scene: Scene): Row[] {
  const session = `/v1/sessions/${scene.unknown}`
  const membership = `/v1/memberships/${scene.membership}`
  const code = { code: 'x'.repeat(43) }
  return [
    { route: 'GET /v1/me', may: 'persons', answer: [200] },
    { route: 'GET /v1/sessions', may: 'persons', answer: [200] },
    // Another's session is nobody's business: it has the answer of an unknown one.
    { route: 'DELETE /v1/sessions/{id}', path: session, may: 'persons', sight: 'nobody', answer: [404] },
    {
      route: 'POST /v1/invitations',
      body: { organisationId: scene.own, roles: ['AA'], name: 'Somebody', mail: 'somebody@test.example' },
      may: ['member.manage'],
      namesOwn: 404,
      answer: [422, 'roles-not-of-organisation'],
    },
    { route: 'POST /v1/invitations/look', body: code, may: 'persons', answer: [404, 'invitation-unknown'] },
    { route: 'POST /v1/invitations/accept', body: code, may: 'persons', answer: [404, 'invitation-unknown'] },
    { route: 'POST /v1/bootstrap-codes', body: {}, may: ['bootstrap.start'], answer: [201] },
    {
      route: 'GET /v1/memberships',
      path: `/v1/memberships?organisation=${scene.own}`,
      // A team sees its members, whatever their roles; of another organisation there are none.
      may: 'signed in',
      answer: [200],
      but: WITHOUT_SCOPE,
    },
    {
      route: 'GET /v1/memberships/{id}',
      path: membership,
      may: 'signed in',
      sight: 'own',
      answer: [200],
      but: WITHOUT_SCOPE,
    },
    {
      route: 'PATCH /v1/memberships/{id}',
      path: membership,
      ifMatch: V1,
      body: { roles: ['OT'] },
      may: ['member.manage'],
      sight: 'own',
      answer: [409, 'membership-wrong-state'],
    },
    {
      route: 'DELETE /v1/memberships/{id}',
      path: membership,
      ifMatch: V1,
      may: ['member.manage'],
      sight: 'own',
      answer: [409, 'membership-wrong-state'],
    },
    {
      route: 'POST /v1/memberships/{id}/confirm',
      path: `${membership}/confirm`,
      ifMatch: V1,
      may: ['member.manage', 'member.grant'],
      sight: 'own',
      onOwn: true,
      answer: [409, 'membership-wrong-state'],
      // The second administrator is a person.
      but: { operations: [403] },
    },
    {
      route: 'POST /v1/step-ups',
      body: { method: 'POST', path: '/v1/x', bodySha256: SHA },
      may: 'persons',
      answer: [409],
    },
    {
      route: 'POST /v1/step-ups/{id}/answer',
      path: `/v1/step-ups/${scene.unknown}/answer`,
      body: {
        credential: {
          id: 'x',
          rawId: 'x',
          type: 'public-key',
          response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' },
        },
      },
      may: 'persons',
      sight: 'nobody',
      answer: [404],
    },
    { route: 'GET /v1/me/authenticators', may: 'persons', answer: [200] },
    {
      route: 'POST /v1/me/authenticators/options',
      may: 'persons',
      // The first key is enrolled within a quarter of an hour of joining an organisation; who has joined none has time.
      answer: [403, 'authenticator-window-closed'],
      but: { newcomer: [200], author: [200] },
    },
    {
      route: 'POST /v1/me/authenticators',
      body: {
        label: 'key',
        credential: {
          id: 'x',
          rawId: 'x',
          type: 'public-key',
          response: { clientDataJSON: 'x', attestationObject: 'x' },
        },
      },
      may: 'persons',
      answer: [403],
    },
    {
      route: 'DELETE /v1/me/authenticators/{id}',
      path: `/v1/me/authenticators/${scene.unknown}`,
      may: 'persons',
      sight: 'nobody',
      answer: [404],
    },
  ]
}

function organisationRoutes(scene: Scene): Row[] {
  const one = { path: `/v1/organisations/${scene.own}`, sight: 'own' } as const
  return [
    { route: 'GET /v1/organisations', may: ['any.read', 'org.read'], answer: [200] },
    { ...one, route: 'GET /v1/organisations/{id}', may: ['any.read', 'org.read'], answer: [200] },
    {
      ...one,
      route: 'PATCH /v1/organisations/{id}',
      ifMatch: V1,
      body: { siretSeat: '73282932000074' },
      may: ['org.edit'],
      answer: [422, 'siret-of-another'],
    },
    {
      route: 'POST /v1/operators',
      body: { name: 'Imagerie du Léman' },
      may: ['demo.register'],
      answer: [409],
    },
    {
      route: 'POST /v1/documents',
      path: '/v1/documents?purpose=delegation',
      bytes: { content: 'no PDF', type: 'application/pdf' },
      may: 'persons',
      answer: [422],
    },
    {
      route: 'GET /v1/documents/{id}/content',
      path: `/v1/documents/${scene.document}/content`,
      may: ['org.read', 'document.open'],
      sight: 'own',
      onOwn: true,
      answer: [200],
      // To whoever does not read for the organisation it does not exist; a file is opened by people.
      but: { VP: [404], 'key for runs': [404], operations: [404] },
    },
    {
      route: 'POST /v1/reference-documents',
      body: { code: 'test-agreement', label: '0.9', title: 'A text', inForceOn: DAY, sha256: SHA },
      may: ['decision.propose'],
      answer: [409, 'reference-document-exists'],
    },
    {
      route: 'POST /v1/reference-documents/{id}/publish',
      path: `/v1/reference-documents/${scene.referenceDocument}/publish`,
      ifMatch: V1,
      body: {},
      may: ['decision.propose'],
      answer: [409, 'reference-document-wrong-state'],
    },
  ]
}

function admissionRoutes(scene: Scene): Row[] {
  const one = `/v1/admissions/${scene.admission}`
  const act = (name: string, body: unknown, may: string): Row => ({
    route: `POST /v1/admissions/{id}/${name}`,
    path: `${one}/${name}`,
    ifMatch: V1,
    body,
    may: [may],
    sight: 'admission',
    answer: [409, 'admission-wrong-state'],
  })
  const piece = { path: `${one}/pieces/power`, ifMatch: V1, sight: 'admission' } as const
  // A key is of an organisation, and an admission of nobody's yet.
  const noKey = { key: [403], 'key for runs': [403] } as const
  return [
    { route: 'GET /v1/admissions', may: 'signed in', answer: [200], but: noKey },
    // What is known so far may be nothing; that it cannot be submitted comes later.
    {
      route: 'POST /v1/admissions',
      body: { kinds: [] },
      may: 'everybody',
      answer: [422],
      but: { public: [401] },
    },
    {
      route: 'GET /v1/admissions/{id}',
      path: one,
      may: 'signed in',
      sight: 'admission',
      answer: [200],
      but: noKey,
    },
    {
      route: 'PATCH /v1/admissions/{id}',
      path: one,
      ifMatch: V1,
      body: {},
      may: ['admission.write'],
      sight: 'admission',
      answer: [409, 'admission-wrong-state'],
    },
    {
      ...piece,
      route: 'PUT /v1/admissions/{id}/pieces/{kind}',
      body: {},
      may: ['admission.write'],
      answer: [409, 'admission-wrong-state'],
    },
    {
      ...piece,
      route: 'POST /v1/admissions/{id}/pieces/{kind}/verdict',
      path: `${piece.path}/verdict`,
      body: { verdict: 'good' },
      may: ['admission.review'],
      answer: [409, 'admission-wrong-state'],
    },
    act('submit', {}, 'admission.write'),
    act('abandon', {}, 'admission.write'),
    act('claim', {}, 'admission.review'),
    act('ask-pieces', { missing: ['a page'], motive: text }, 'admission.review'),
    act('accept', {}, 'decision.propose'),
    act('refuse', { facts: text, clause: 'article 1', next: text }, 'decision.refuse'),
  ]
}

function contactAndKeyRoutes(scene: Scene): Row[] {
  const contacts = `/v1/organisations/${scene.own}/contacts`
  const contact = {
    path: `/v1/contacts/${scene.contact}`,
    ifMatch: V1,
    may: ['contact.edit'],
    sight: 'own',
  } as const
  const key = `/v1/api-keys/${scene.apiKey}`
  return [
    {
      route: 'GET /v1/organisations/{id}/contacts',
      path: contacts,
      may: ['org.read', 'any.read'],
      sight: 'own',
      answer: [200],
    },
    {
      route: 'POST /v1/organisations/{id}/contacts',
      path: contacts,
      body: { kind: 'security24h', phone: '+33123456780' },
      may: ['contact.edit'],
      sight: 'own',
      answer: [409, 'contact-kind-taken'],
    },
    {
      ...contact,
      route: 'PATCH /v1/contacts/{id}',
      body: { phone: null },
      answer: [422, 'contact-invalid'],
    },
    {
      ...contact,
      route: 'POST /v1/contacts/{id}/send-code',
      path: `${contact.path}/send-code`,
      answer: [409, 'contact-has-no-mailbox'],
    },
    {
      ...contact,
      route: 'POST /v1/contacts/{id}/verify',
      path: `${contact.path}/verify`,
      body: { code: '00000000' },
      answer: [409, 'contact-code-wrong'],
      leavesEvent: true,
    },
    {
      route: 'GET /v1/api-keys',
      path: `/v1/api-keys?organisation=${scene.own}`,
      may: ['key.manage', 'any.read'],
      namesOwn: 403,
      answer: [200],
    },
    {
      route: 'POST /v1/api-keys',
      body: { organisationId: scene.own, name: 'A key', scopes: ['read'] },
      may: ['key.manage'],
      namesOwn: 403,
      answer: [201],
    },
    {
      route: 'DELETE /v1/api-keys/{id}',
      path: key,
      ifMatch: V1,
      may: ['key.manage'],
      sight: 'own',
      answer: [409, 'api-key-wrong-state'],
    },
    {
      route: 'POST /v1/api-keys/{id}/adopt',
      path: `${key}/adopt`,
      ifMatch: V1,
      may: ['key.manage'],
      sight: 'own',
      answer: [409, 'api-key-wrong-state'],
    },
  ]
}

function commitmentRoutes(scene: Scene): Row[] {
  const one = `/v1/commitments/${scene.commitment}`
  const event = (name: string, body: unknown, may: readonly string[]): Row => ({
    route: `POST /v1/commitments/{id}/${name}`,
    path: `${one}/${name}`,
    ifMatch: V1,
    body,
    may,
    sight: 'own',
    onOwn: true,
    answer: [409, 'commitment-wrong-state'],
  })
  return [
    { route: 'GET /v1/commitments', may: ['commitment.read', 'any.read'], answer: [200] },
    {
      route: 'POST /v1/commitments',
      body: { organisationId: scene.own },
      may: ['commitment.sign'],
      namesOwn: 404,
      onOwn: true,
      answer: [201],
    },
    {
      route: 'GET /v1/commitments/{id}',
      path: one,
      may: ['commitment.read', 'any.read'],
      sight: 'own',
      answer: [200],
    },
    {
      route: 'PATCH /v1/commitments/{id}',
      path: one,
      ifMatch: V1,
      body: {},
      may: ['commitment.sign'],
      sight: 'own',
      onOwn: true,
      answer: [409, 'commitment-wrong-state'],
    },
    event('submit', { readVersion: '1.0' }, ['commitment.sign']),
    event('claim', {}, ['commitment.review']),
    event('return', { reason: text }, ['commitment.review']),
    event('countersign', { fileSha256: SHA }, ['decision.propose']),
    event('freeze', { reason: text, clause: 'article 1' }, ['decision.propose']),
    event('cut', { reason: text }, ['decision.propose', 'cut.safety']),
    event('restore', { reason: text }, ['decision.propose']),
    event('give-notice', { endsOn: DAY }, ['commitment.notice', 'decision.propose']),
    event('end', { reason: text }, ['decision.propose']),
  ]
}

function delegationRoutes(scene: Scene): Row[] {
  const one = `/v1/delegations/${scene.delegation}`
  return [
    { route: 'GET /v1/delegations', may: ['org.read', 'any.read'], answer: [200] },
    {
      route: 'POST /v1/delegations',
      body: {
        organisationId: scene.own,
        facilityName: 'Hôpital',
        validFrom: DAY,
        validUntil: '2098-01-01',
        documentId: scene.unknown,
      },
      may: ['delegation.write'],
      namesOwn: 404,
      onOwn: true,
      answer: [422],
    },
    {
      route: 'GET /v1/delegations/{id}',
      path: one,
      may: ['org.read', 'any.read'],
      sight: 'own',
      answer: [200],
    },
    {
      route: 'POST /v1/delegations/{id}/check',
      path: `${one}/check`,
      ifMatch: V1,
      body: { verdict: 'accept' },
      may: ['delegation.check'],
      sight: 'own',
      onOwn: true,
      answer: [409, 'delegation-wrong-state'],
    },
    {
      route: 'POST /v1/delegations/{id}/revoke',
      path: `${one}/revoke`,
      ifMatch: V1,
      body: { reason: text },
      may: ['delegation.write', 'delegation.check'],
      sight: 'own',
      onOwn: true,
      answer: [409, 'delegation-wrong-state'],
    },
  ]
}

function drimboxRoutes(scene: Scene): Row[] {
  const one = `/v1/drimboxes/${scene.drimbox}`
  return [
    { route: 'GET /v1/drimboxes', may: ['box.read', 'any.read'], answer: [200] },
    {
      route: 'GET /v1/drimboxes/{id}',
      path: one,
      may: ['box.read', 'any.read'],
      sight: 'own',
      answer: [200],
    },
    {
      route: 'POST /v1/drimboxes',
      body: {
        operatorId: scene.unknown,
        number: 1,
        wadoHost: 'db1.demo.mesimagesmedicales.fr',
        viewerHost: '',
        certificateDn: 'CN=db1.demo.mesimagesmedicales.fr',
        supportContact: 'support@test.example',
      },
      may: ['demo.register'],
      answer: [404],
    },
    ...(['suspend', 'restore', 'withdraw'] as const).map((name): Row => ({
      route: `POST /v1/drimboxes/{id}/${name}`,
      path: `${one}/${name}`,
      ifMatch: V1,
      body: { reason: text },
      may: ['demo.register'],
      sight: 'own',
      answer: [409, 'drimbox-wrong-state'],
    })),
    {
      route: 'POST /v1/imports',
      bytes: { content: '<a/>', type: 'application/xml' },
      may: ['list.import'],
      answer: [422],
    },
  ]
}

function publicationRoutes(): Row[] {
  const one = '/v1/publications/99'
  return [
    { route: 'GET /v1/publications', may: ['list.read'], answer: [200] },
    { route: 'POST /v1/publications', may: ['list.draft'], answer: [409, 'nothing-to-publish'] },
    { route: 'GET /v1/publications/{sequence}', path: one, may: ['list.read'], answer: [404] },
    {
      route: 'GET /v1/publications/{sequence}/content.xml',
      path: `${one}/content.xml`,
      may: ['list.read'],
      answer: [404],
    },
    {
      route: 'POST /v1/publications/{sequence}/approvals',
      path: `${one}/approvals`,
      body: { approval: 'x' },
      may: ['list.approve'],
      answer: [422],
    },
    {
      route: 'POST /v1/publications/{sequence}/abandon',
      path: `${one}/abandon`,
      ifMatch: V1,
      may: ['list.draft'],
      answer: [404],
    },
  ]
}

function decisionRoutes(scene: Scene): Row[] {
  const one = `/v1/decisions/${scene.decision}`
  const act = (name: string, body: unknown, may: readonly string[]): Row => ({
    route: `POST /v1/decisions/{id}/${name}`,
    path: `${one}/${name}`,
    ifMatch: V1,
    body,
    may,
    sight: 'own',
    onOwn: true,
    answer: [409, 'decision-wrong-state'],
  })
  // A party reads the outcome of its own: row security picks it out; a key needs its scope.
  return [
    { route: 'GET /v1/decisions', may: 'signed in', answer: [200], but: WITHOUT_SCOPE },
    {
      route: 'GET /v1/decisions/{id}',
      path: one,
      may: 'signed in',
      sight: 'own',
      answer: [200],
      but: WITHOUT_SCOPE,
    },
    { route: 'GET /v1/requests', may: 'signed in', answer: [200], but: WITHOUT_SCOPE },
    act('approve', {}, ['decision.approve']),
    act('refuse', { reason: text }, ['decision.refuse']),
    act('withdraw', {}, ['decision.propose']),
    // Not a cut for safety: whoever could have proposed it is told so.
    act('confirm', {}, ['decision.propose']),
  ]
}

function mailAndAuditRoutes(scene: Scene): Row[] {
  return [
    { route: 'GET /v1/mails', may: 'signed in', answer: [200], but: WITHOUT_SCOPE },
    {
      route: 'GET /v1/mails/{id}',
      path: `/v1/mails/${scene.mail}`,
      may: 'signed in',
      sight: 'own',
      answer: [200],
      but: WITHOUT_SCOPE,
    },
    {
      route: 'POST /v1/mails/{id}/retry',
      path: `/v1/mails/${scene.mail}/retry`,
      may: ['mail.retry'],
      answer: [409, 'mail-not-given-up'],
      but: { insider: [403, 'conflict-of-interest'] },
    },
    {
      route: 'GET /v1/audit-events',
      may: ['activity.read', 'audit.read'],
      answer: [200],
      // Row security shows the agency everything: whoever belongs to it reads the audit as the agency, or not at all.
      but: { insider: [403, 'right-missing'] },
    },
    { route: 'POST /v1/audit-exports', body: {}, may: ['audit.export'], answer: [200] },
    { route: 'GET /v1/audit-head', may: ['audit.read'], answer: [200] },
  ]
}
