// @ts-check
/* global document, HTMLButtonElement */
// All the script of the public pages: « Copier ». Without it the text can be selected and nothing is missing.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement) || navigator.clipboard === undefined) continue
  const word = button.querySelector('.copy-word')
  if (word === null) continue
  word.setAttribute('aria-live', 'polite')
  const usual = word.textContent
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later
  button.addEventListener('click', () => {
    /** @param {string | undefined} text */
    const say = (text) => {
      word.textContent = text ?? usual
      clearTimeout(later)
      later = setTimeout(() => (word.textContent = usual), 3000)
    }
    navigator.clipboard.writeText(button.dataset.copy ?? '').then(
      () => say(button.dataset.done),
      () => say(button.dataset.failed),
    )
  })
  button.classList.add('ready')
}
