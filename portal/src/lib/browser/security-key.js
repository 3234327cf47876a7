// @ts-check
/* global document, HTMLButtonElement, HTMLFormElement, HTMLInputElement */
// The only script a desk needs: it asks the key and posts its answer in a field of the form. It calls nothing.
/** @typedef {{ startAuthentication(o: { optionsJSON: unknown }): Promise<unknown>, startRegistration(o: { optionsJSON: unknown }): Promise<unknown>, browserSupportsWebAuthn(): boolean }} Keys */
const keys = /** @type {Keys} */ (/** @type {any} */ (globalThis).SimpleWebAuthnBrowser)
for (const form of document.querySelectorAll('form[data-key]')) {
  if (!(form instanceof HTMLFormElement)) continue
  const button = form.querySelector('.key-button')
  const answer = form.querySelector('input[name=credential]')
  const said = form.querySelector('[role=status]')
  if (!(button instanceof HTMLButtonElement) || !(answer instanceof HTMLInputElement) || said === null)
    continue
  /** @param {string | undefined} text */
  const say = (text) => {
    said.textContent = text ?? ''
  }
  const ask = async () => {
    const optionsJSON = JSON.parse(form.dataset.options ?? '{}')
    const credential =
      form.dataset.key === 'register'
        ? await keys.startRegistration({ optionsJSON })
        : await keys.startAuthentication({ optionsJSON })
    answer.value = JSON.stringify(credential)
    form.requestSubmit()
  }
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return
    if (!keys.browserSupportsWebAuthn()) return say(form.dataset.unsupported)
    button.setAttribute('aria-disabled', 'true')
    say(form.dataset.waiting)
    ask().catch(() => {
      button.removeAttribute('aria-disabled')
      say(form.dataset.failed)
    })
  })
  button.classList.add('ready')
}
