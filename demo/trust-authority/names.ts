import 'reflect-metadata'
import { Name } from '@peculiar/x509'

/** Stands in the name of every root that the demo makes; mode real refuses a root that carries it (decisions 66). */
export const DEMO_MARKER = 'DEMONSTRATION NE PAS FAIRE CONFIANCE'

/** A subject in the layout of IGC-Santé: `C, ST, O, OU, CN` in the certificate (domain 3.3). */
export interface SubjectParts {
  readonly country?: string
  /** Département with its number, such as `Paris (75)`; '' leaves it out. */
  readonly state?: string
  readonly organization: string
  /** Struct_IdNat: one digit of type, then the identifier (domain 3.3). */
  readonly organizationalUnit: string
  readonly commonName: string
}

/** The name in DER order. Country is a PrintableString, the rest UTF8String, as IGC-Santé writes them. */
export function nameOf(parts: SubjectParts): Name {
  const utf8 = (type: string, value: string) => (value === '' ? [] : [{ [type]: [{ utf8String: value }] }])
  return new Name([
    { C: [{ printableString: parts.country ?? 'FR' }] },
    ...utf8('ST', parts.state ?? ''),
    ...utf8('O', parts.organization),
    ...utf8('OU', parts.organizationalUnit),
    ...utf8('CN', parts.commonName),
  ])
}

/** Names of the three authorities, of a demo (marked) or of a test that plays a real trust space. */
export function authorityNames(demo: boolean, label: string) {
  const named = (role: string): SubjectParts => ({
    organization: demo ? DEMO_MARKER : 'AUTORITE D’ESSAI',
    organizationalUnit: demo ? 'DEMO' : 'ESSAI',
    commonName: [demo ? 'DEMO' : 'ESSAI', role, label].filter((word) => word !== '').join(' '),
  })
  return {
    root: named('AC RACINE DRIM-M'),
    lists: named('AC DRIM-M ORGANISATIONS'),
    servers: named('AC DRIM-M SERVEURS'),
  }
}

/** What the ANS asks of the signer of lists: CN and OU; the rest as in its real certificate (domain 3.4). */
export function listSignerSubject(demo: boolean): SubjectParts {
  return {
    state: 'Paris (75)',
    organization: demo ? DEMO_MARKER : 'AGENCE DU NUMERIQUE EN SANTE',
    organizationalUnit: '318751275100020',
    commonName: demo ? 'Liste Blanche DRIM-M DEMO' : 'Liste Blanche DRIM-M',
  }
}
