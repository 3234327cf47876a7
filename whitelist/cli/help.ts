export const HELP = `drim-whitelist: reads, verifies and compares signed lists of the Espace de Confiance DRIM-M.

  drim-whitelist verify FILE|URL|-  --trust-anchor PEM… [--intermediate PEM…] [--crl FILE…]
      May this list be trusted, now? Exit code 0: accepted, 1: refused, 2: the question was not put rightly.
      --trust-anchor PEM…  root certificates
      --intermediate PEM…  issuing authorities, pinned like the root
      --crl FILE…          revocation lists, PEM or DER
      --require-crl        refuse where an authority of the chain has no revocation list, instead of warning
      --at TIME            as if it were that time, as 2026-11-25T10:00:00Z
      --held FILE          { "signedAt", "digest" } of the newest list accepted so far: an older one is refused
      --signer-cn CN, --signer-ou OU
                           who must have signed; by default the ANS
      --signer-dn DN       the same, by the whole name (RFC 4514)

  drim-whitelist inspect FILE|URL|-
      What the file says of itself; nothing is verified. Exit code 1: it is no list.

  drim-whitelist diff A B
      What changes from A to B, entry by entry. Exit code 0: nothing, 1: something, 2: one of them is no list.

  --json   the answer as JSON
  --help   this
`
