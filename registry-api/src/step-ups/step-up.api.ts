import { z } from '@hono/zod-openapi'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { digest, instant, plainText, uuid } from '../http/fields.ts'

const base64url = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .regex(/^[A-Za-z0-9_-]+$/)

const ofBrowser = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
}

/** `PublicKeyCredential.toJSON()` of an assertion; members that we have no use for are left out. */
export const AssertionJson = z
  .object({
    ...ofBrowser,
    response: z.object({
      clientDataJSON: base64url(8_192),
      authenticatorData: base64url(8_192),
      signature: base64url(2_048),
      userHandle: base64url(128).nullish(),
    }),
  })
  .transform((credential): AuthenticationResponseJSON => ({
    id: credential.id,
    rawId: credential.rawId,
    type: credential.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: credential.response.clientDataJSON,
      authenticatorData: credential.response.authenticatorData,
      signature: credential.response.signature,
    },
  }))

/** `PublicKeyCredential.toJSON()` of a new credential. */
export const RegistrationJson = z
  .object({
    ...ofBrowser,
    response: z.object({
      clientDataJSON: base64url(8_192),
      attestationObject: base64url(32_768),
      transports: z.array(z.string().max(32)).max(10).optional(),
    }),
  })
  .transform((credential): RegistrationResponseJSON => ({
    id: credential.id,
    rawId: credential.rawId,
    type: credential.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: credential.response.clientDataJSON,
      attestationObject: credential.response.attestationObject,
      transports: credential.response.transports ?? [],
    },
  }))

export const NewStepUp = z
  .strictObject({
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
    path: z
      .string()
      .max(300)
      .regex(/^\/v1\/[A-Za-z0-9/_-]+$/)
      .openapi({ description: 'Of the call that is to be made, without a query' }),
    ifMatch: z.string().max(64).nullish(),
    bodySha256: digest.openapi({
      description: 'Hex SHA-256 of the bytes of its body; of nothing where it has none',
    }),
  })
  .openapi('NewStepUp')

const options = z
  .record(z.string(), z.unknown())
  .openapi({ description: 'What the browser is asked with (WebAuthn level 3, JSON form)' })

export const StepUpJson = z
  .object({ id: uuid, nonce: z.string(), options, expiresAt: instant })
  .openapi('StepUp')

export const StepUpAnswer = z.strictObject({ credential: AssertionJson }).openapi('StepUpAnswer')
export const AnsweredStepUp = z.object({ id: uuid, expiresAt: instant }).openapi('AnsweredStepUp')

export const EnrolmentJson = z
  .object({
    options,
    needsStepUp: z
      .boolean()
      .openapi({ description: 'Whether the enrolment itself is an act with X-Step-Up' }),
    expiresAt: instant,
  })
  .openapi('Enrolment')

export const NewAuthenticator = z
  .strictObject({ credential: RegistrationJson, label: plainText(1, 60) })
  .openapi('NewAuthenticator')

export const AuthenticatorJson = z
  .object({
    id: uuid,
    label: z.string(),
    kind: z.enum(['hardware', 'soft', 'unattested']),
    createdAt: instant,
    lastUsedAt: instant.nullable(),
  })
  .openapi('Authenticator')

export const AuthenticatorList = z
  .object({
    items: z.array(AuthenticatorJson),
    next: z.null(),
    asked: z.number().int().openapi({ description: 'How many everybody should have' }),
  })
  .openapi('Authenticators')
