/** French sets a no-break blank inside its quotes and before its double signs. */
export function typeset(text: string): string {
  return text.replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0')
}
