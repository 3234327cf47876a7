import { refusals } from '../errors.ts'

export const certificateRefusals = refusals({
  'certificate-unreadable': {
    kind: 'invalid',
    en: 'This is not one X.509 certificate in PEM.',
    fr: 'Ceci n’est pas un certificat X.509 unique au format PEM.',
    next: 'Send the one end-entity certificate, without its chain and without its key.',
  },
  'certificate-with-key': {
    kind: 'invalid',
    en: 'A private key was sent. Nothing was stored; the key must be considered lost.',
    fr: 'Une clé privée a été envoyée. Rien n’a été conservé ; la clé doit être considérée comme perdue.',
    next: 'Have the certificate revoked and renewed with a new key; send the certificate alone.',
  },
  'certificate-dn-unreadable': {
    kind: 'invalid',
    en: 'The DN is not written as RFC 4514 asks.',
    fr: 'Le DN n’est pas écrit selon la RFC 4514.',
    next: 'Write it as CN=…,OU=…,O=…,ST=…,C=FR.',
  },
  'certificate-cn-not-db': {
    kind: 'invalid',
    en: 'The CN of the certificate is not the host name {host} of the WADO-RS access point.',
    fr: 'Le CN du certificat n’est pas le nom {host} du point d’accès WADO-RS.',
    next: 'Order the certificate for the db host name.',
  },
  'certificate-dn-differs': {
    kind: 'invalid',
    en: 'The certificate has another DN than the one given.',
    fr: 'Le certificat porte un autre DN que celui indiqué.',
    next: 'Give the certificate alone; its DN is read from it.',
  },
})
