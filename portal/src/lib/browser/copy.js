// @ts-check
/* global document, HTMLButtonElement */
// All the script of the public pages: « Copier ». Without it the text can be selected and nothing is missing.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement) || navigator.clipboard === undefined) continue
  const word = button.querySelector('.copy-word')
  const said = button.parentElement?.querySelector('[role=status]')
  if (word === null || !said) continue
  const usual = word.textContent
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later
  /** @param {string | undefined} text */
  const say = (text) => {
    word.textContent = said.textContent = text ?? ''
    clearTimeout(later)
    later = setTimeout(() => {
      word.textContent = usual
      said.textContent = ''
    }, 3000)
  }
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(button.dataset.copy ?? '').then(
      () => say(button.dataset.done),
      () => say(button.dataset.failed),
    )
  })
  button.classList.add('ready')
}
