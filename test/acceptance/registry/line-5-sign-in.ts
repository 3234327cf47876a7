import type { Misdeeds } from '../../support/hostile-provider.ts'
import { askProvider, beginSignIn, type ProviderAnswer, type SignedIn } from '../../support/sign-in.ts'
import type { Scene, Seen } from './line-5-scene.ts'

const alice = { sub: 'alice', name: 'Alice' }

/** Sign-in bent at every joint, sessions and invitations of others: each refused with its code. */
export async function signInAttacks(scene: Scene): Promise<void> {
  const { json } = await scene.call('GET', '/v1/me', { headers: (await scene.signIn(alice)).headers })
  scene.context.check('an honest sign-in leads to a session', 'person' in json, json)
  await bentTokens(scene)
  await codesAndStates(scene)
  await sessions(scene)
  await invitations(scene)
}

const completing =
  ({ call }: Scene, handle: string, parameters: ProviderAnswer) =>
  (): Promise<Seen> =>
    call('POST', '/v1/sign-ins/complete', { body: { handle, parameters } })

async function bentTokens(scene: Scene): Promise<void> {
  const attacks: readonly [string, string, Misdeeds][] = [
    ['nonce of another sign-in', 'sign-in-nonce', { claims: (all) => ({ ...all, nonce: 'another' }) }],
    ['no nonce', 'sign-in-nonce', { claims: ({ nonce: _, ...all }) => all }],
    ['issuer of the token', 'sign-in-issuer', { claims: (all) => ({ ...all, iss: 'https://evil.example' }) }],
    ['issuer of the redirect (RFC 9207)', 'sign-in-issuer', { iss: 'https://evil.example' }],
    ['issuer left out of the redirect', 'sign-in-issuer', { iss: undefined }],
    ['audience', 'sign-in-audience', { claims: (all) => ({ ...all, aud: 'another' }) }],
    [
      'audience beside ours',
      'sign-in-audience',
      { claims: (all) => ({ ...all, aud: [String(all.aud), 'x'], azp: 'x' }) },
    ],
    ['alg none', 'sign-in-algorithm', { sign: 'none' }],
    ['HS256 by the client’s secret', 'sign-in-algorithm', { sign: 'HS256 by the secret' }],
    ['HS256 by the public key', 'sign-in-algorithm', { sign: 'HS256 by the public key' }],
    ['signature of a foreign key', 'sign-in-signature', { sign: 'foreign key' }],
    ['claims changed under the signature', 'sign-in-signature', { sign: 'broken' }],
    [
      'expired',
      'sign-in-token-expired',
      { claims: (all) => ({ ...all, iat: Number(all.iat) - 900, exp: Number(all.iat) - 600 }) },
    ],
    ['userinfo of somebody else', 'sign-in-subject', { userinfoSub: 'somebody-else' }],
  ]
  for (const [what, code, misdeeds] of attacks) {
    scene.provider.next(alice, misdeeds)
    const { handle, authorizationUrl } = await beginSignIn(scene.api)
    const answer = await askProvider(authorizationUrl)
    await scene.refused(`ID token, ${what}`, code, 403, completing(scene, handle, answer))
  }
}

async function codesAndStates(scene: Scene): Promise<void> {
  scene.provider.next(alice)
  const begin = () => beginSignIn(scene.api)
  const [mine, theirs, third] = [await begin(), await begin(), await begin()]
  const answer = await askProvider(theirs.authorizationUrl)
  const own = await askProvider(mine.authorizationUrl)
  const unknown = 'sign-in-state-unknown'
  await scene.refused('state of another browser', unknown, 403, completing(scene, mine.handle, answer))
  await scene.refused(
    'state made up',
    unknown,
    403,
    completing(scene, theirs.handle, { ...answer, state: 'x' }),
  )
  const { state: _, ...stateless } = answer
  await scene.refused('no state', unknown, 403, completing(scene, theirs.handle, stateless))
  await scene.refused('handle made up', unknown, 403, completing(scene, 'made-up', answer))
  await scene.refused(
    'code of somebody else: its PKCE verifier is not ours',
    'sign-in-code-refused',
    403,
    completing(scene, mine.handle, { ...own, code: answer['code'] ?? '' }),
  )
  scene.provider.next(alice, { takesAnyCode: true })
  const injected = { ...(await askProvider(third.authorizationUrl)), code: answer['code'] ?? '' }
  await scene.refused(
    'code of somebody else at a provider that checks no verifier',
    'sign-in-nonce',
    403,
    completing(scene, third.handle, injected),
  )
  scene.provider.next(alice)
  const fresh = await begin()
  const first = await askProvider(fresh.authorizationUrl)
  scene.context.check(
    'an honest one passes meanwhile',
    (await completing(scene, fresh.handle, first)()).status === 201,
  )
  await scene.refused(
    'the whole answer replayed',
    'sign-in-already-used',
    403,
    completing(scene, fresh.handle, first),
  )
  const other = await begin()
  const second = await askProvider(other.authorizationUrl)
  await scene.refused(
    'code replayed',
    'sign-in-code-refused',
    403,
    completing(scene, other.handle, { ...second, code: first['code'] ?? '' }),
  )
  const late = await begin()
  const lateAnswer = await askProvider(late.authorizationUrl)
  await scene.people.sql`UPDATE sign_in_attempt SET expires_at = created_at WHERE used_at IS NULL`
  await scene.refused('ten minutes later', 'sign-in-expired', 403, completing(scene, late.handle, lateAnswer))
}

async function sessions(scene: Scene): Promise<void> {
  const { context, call } = scene
  const planted = await scene.signIn({ sub: 'mallory' })
  scene.provider.next({ sub: 'victim' })
  const { handle, authorizationUrl } = await beginSignIn(scene.api)
  const parameters = await askProvider(authorizationUrl)
  const { json } = await call('POST', '/v1/sign-ins/complete', {
    headers: { ...planted.headers, cookie: `__Host-session=${planted.token}` },
    body: { handle, parameters },
  })
  context.check(
    'session fixation: the token is new, whatever was brought along',
    json['token'] !== planted.token,
  )
  const me = await call('GET', '/v1/me', { headers: planted.headers })
  const isOwn = (me.json['person'] as { id: string } | undefined)?.id === planted.personId
  context.check('… and the planted session is still its owner’s', isOwn, me)

  const { token } = planted
  const anonymous = (headers: Record<string, string>) => () => call('GET', '/v1/me', { headers })
  for (const cookie of [`__Host-session=${token}`, `session=${token}`, `authorization=Session ${token}`])
    await scene.refused(
      `a cookie sent to the API (${cookie.split('=')[0]})`,
      'authentication-required',
      401,
      anonymous({ cookie }),
    )
  await scene.refused('a token in the query', 'authentication-required', 401, () =>
    call('GET', `/v1/me?token=${token}&authorization=Session%20${token}`),
  )
  for (const authorization of [
    `Bearer ${token}`,
    `Session ${token}x`,
    `Session ${'A'.repeat(43)}`,
    'Session',
  ])
    await scene.refused(
      `a wrong token (${authorization.slice(0, 12)}…)`,
      'authentication-failed',
      401,
      anonymous({ authorization }),
    )
  await call('DELETE', '/v1/sessions/current', { headers: planted.headers })
  await scene.refused('a session that was ended', 'authentication-failed', 401, anonymous(planted.headers))
  for (const [what, change] of [
    ['idle too long', scene.people.sql`last_seen_at = last_seen_at - interval '61 minutes'`],
    ['too old', scene.people.sql`expires_at = created_at`],
  ] as const) {
    const old = await scene.signIn({ sub: 'mallory' })
    await scene.people
      .sql`UPDATE session SET ${change} WHERE person_id = ${old.personId} AND ended_at IS NULL`
    await scene.refused(`a session ${what}`, 'authentication-failed', 401, anonymous(old.headers))
  }
}

async function invitations(scene: Scene): Promise<void> {
  const { call, context, people } = scene
  const clinic = await people.organisation({ name: 'Clinique', siren: '123456782' })
  const olga = await people.person('Olga', [{ organisation: clinic, roles: ['OA'] }])
  const invite = async (): Promise<string> => {
    const body = { organisationId: clinic, roles: ['OT'], name: 'Omar', mail: 'omar@clinique.example' }
    const { status } = await call('POST', '/v1/invitations', { headers: olga.headers, body })
    const [mail] = await people.sql`SELECT body FROM mail WHERE template = 'M11' ORDER BY id DESC LIMIT 1`
    context.check('an invitation leaves by mail', status === 201, status)
    return /⟦secret:([\w-]{43})/.exec(String(mail?.['body']))?.[1] ?? ''
  }
  const accept = (who: SignedIn, code: string) => () =>
    call('POST', '/v1/invitations/accept', { headers: who.headers, body: { code } })
  const employee = { siret: '12345678200010' }
  const code = await invite()
  const omar = await scene.signIn({ sub: 'omar', ...employee })
  const accepted = await accept(omar, code)()
  context.check('… and is accepted once', accepted.status === 201, accepted)
  const mallory = await scene.signIn({ sub: 'mallory', ...employee })
  await scene.refused('an invitation replayed', 'invitation-used', 410, accept(mallory, code))
  await scene.refused('an invitation made up', 'invitation-unknown', 404, accept(mallory, 'x'.repeat(43)))
  const late = await invite()
  await people.sql`UPDATE invitation SET expires_at = created_at WHERE accepted_at IS NULL`
  await scene.refused('an invitation expired', 'invitation-expired', 410, accept(mallory, late))
  await scene.refused('an invitation accepted by nobody', 'authentication-required', 401, () =>
    call('POST', '/v1/invitations/accept', { body: { code: late } }),
  )
  const own = await scene.signIn({ sub: 'foreign', siret: '55210055400013' })
  const waiting = await accept(own, await invite())()
  context.check(
    'an invitation taken by an employee of another makes no member: a second administrator confirms',
    (waiting.json['membership'] as { state?: string } | undefined)?.state === 'invited',
    waiting,
  )
}
