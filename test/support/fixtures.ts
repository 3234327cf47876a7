import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Real lists and certificates of others; never copied into the project. */
const directory = resolve(
  process.env['DRIM_FIXTURES'] ?? join(import.meta.dirname, '../../../shared/fixtures'),
)

/** Tests that need them are skipped, saying so, where the folder is absent. */
export const hasFixtures = existsSync(join(directory, 'whitelists'))

export function fixturePath(path: string): string {
  return join(directory, path)
}

export function fixture(path: string): Buffer {
  return readFileSync(fixturePath(path))
}

/** DER of a fixture in PEM. */
export function fixtureDer(path: string): Buffer {
  const pem = fixture(path).toString('latin1')
  return Buffer.from(/-----BEGIN CERTIFICATE-----([^-]+)-----/.exec(pem)![1]!, 'base64')
}

/** A moment inside the validity of the signer of the lists of 2024 and 2025. */
export const FIXTURE_AT = '2025-07-24T00:00:00Z'

/** Headers that make the registry judge a real list by its real authority. */
export function fixtureAnchors(): Record<string, string> {
  return {
    'x-import-trust-anchors': fixtureDer('igc-sante/ACR-EL-TEST.pem').toString('base64'),
    'x-import-intermediates': fixtureDer('igc-sante/ACI-EL-ORG-TEST.pem').toString('base64'),
  }
}
