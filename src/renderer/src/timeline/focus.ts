/** For a press of the mouse: it leaves a text field, and puts the keyboard's focus ring nowhere. */
export function keepFocusOnWork(event: { preventDefault(): void }): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
