// Enter presses the button of the part that one types in. A form has one button that
// Enter presses; where a page is one form of several parts (see language_switch in
// templates/macros.html) that one is switched off, and parts carry data-enter.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || field.localName !== "input") return;
  const part = field.closest("[data-enter]");
  const button = part && [...part.querySelectorAll("button")].find(
    (each) => each.form === field.form);
  if (!button) return;
  event.preventDefault();
  button.click();
});
