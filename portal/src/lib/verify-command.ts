interface Anchors {
  readonly signer: { readonly commonName: string; readonly organizationalUnit: string }
  readonly anchors: readonly unknown[]
  readonly intermediates: readonly unknown[]
}

export type CertificateKind = 'racine' | 'autorite'

/** The name under which the reader saves the certificate of that position; the command below names the same. */
export function certificateFile(kind: CertificateKind, index: number): string {
  return index === 0 ? `${kind}.pem` : `${kind}-${index + 1}.pem`
}

/**
 * The words of the command that checks the downloaded list, ready to paste in a POSIX shell.
 *
 * Where the registry could not be asked, one root and one issuing authority are taken for granted.
 * Names come from the registry: they are quoted, and one with unseen characters is left out rather than pasted.
 */
export function verifyCommand(anchors: Anchors | undefined): readonly string[] {
  const command = ['npx', '--no-install', 'drim-whitelist', 'verify', 'whitelist.xml']
  const take = (
    option: string,
    kind: CertificateKind,
    certificates: readonly unknown[] = [undefined],
  ): void => certificates.forEach((_, index) => command.push(option, certificateFile(kind, index)))
  take('--trust-anchor', 'racine', anchors?.anchors)
  take('--intermediate', 'autorite', anchors?.intermediates)
  const { commonName, organizationalUnit } = anchors?.signer ?? {}
  if (isPlain(commonName)) command.push('--signer-cn', quoted(commonName))
  if (isPlain(organizationalUnit)) command.push('--signer-ou', quoted(organizationalUnit))
  return command
}

/**
 * The same words in the lines of a narrow block: an option stays with its value, and each line ends so that the
 * whole can be selected and pasted by those who have no « Copier ».
 */
export function commandLines(words: readonly string[]): readonly string[] {
  const lines = [words.slice(0, 2), words.slice(2, 4), words.slice(4, 5)]
  for (let index = 5; index < words.length; index += 2) lines.push(words.slice(index, index + 2))
  return lines.map((line, index) => line.join(' ') + (index < lines.length - 1 ? ' \\' : ''))
}

function isPlain(name: string | undefined): name is string {
  return name !== undefined && name.length <= 120 && /^[\p{L}\p{N} .,:;=@/()'’_+&-]+$/u.test(name)
}

function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
