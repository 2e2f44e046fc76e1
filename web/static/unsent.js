// A change of language keeps what was typed into the forms of a page and not yet sent.
// Without this, a page keeps one form at most (see web/languages/switch.py). Nothing
// leaves the browser: it waits in this tab until the page is there again.
(() => {
  const KEY = "b4h unsent", CHECKED = ["checkbox", "radio"];
  const SKIPPED = ["password", "file", "submit", "button", "image", "reset"];

  const fields = (form) => [...form.elements].filter(
    (field) => field.name && field.name !== "csrf_token" &&
      !SKIPPED.includes(field.type) && field.localName !== "button" &&
      field.localName !== "fieldset" && field.localName !== "output");

  const isChanged = (field) => {
    if (field.type === "hidden") return false;
    if (CHECKED.includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.localName !== "select") return field.value !== field.defaultValue;
    const options = [...field.options];
    const first = options.some((option) => option.defaultSelected) ? -1 : 0;
    return options.some(
      (option, n) => option.selected !== (option.defaultSelected || n === first));
  };

  // Calls with each form of the page and a name that it has in every language.
  const eachForm = (call) => {
    const times = {};
    for (const form of document.querySelectorAll("main form")) {
      const action = form.getAttribute("action") || "";
      times[action] = (times[action] || 0) + 1;
      call(form, `${times[action]} ${action}`);
    }
  };

  const valueOf = (field) =>
    CHECKED.includes(field.type) ? field.checked : field.value;

  // With the hidden fields that say which state was seen: who saved meanwhile is not
  // overwritten unnoticed.
  const keep = (form) => {
    const found = fields(form);
    if (!found.some(isChanged)) return null;
    return found.map((field) =>
      isChanged(field) || (field.type === "hidden" && field.name.startsWith("seen"))
        ? [field.name, valueOf(field)] : null);
  };

  const giveBack = (form, kept) => {
    const found = fields(form);
    if (found.length !== kept.length) return;
    kept.forEach((entry, n) => {
      const field = found[n];
      if (!entry || field.name !== entry[0]) return;
      if (CHECKED.includes(field.type)) field.checked = entry[1];
      else field.value = entry[1];
      const around = field.closest("details");
      if (around) around.open = true;
    });
  };

  const read = () => {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text ? JSON.parse(text) : null;
  };

  const kept = read();
  if (kept && kept.page === location.pathname)
    eachForm((form, name) => { if (kept.forms[name]) giveBack(form, kept.forms[name]); });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "page_language") return;
    const forms = {};
    eachForm((form, name) => {
      // The form that the buttons belong to is sent along and shown again.
      const found = form === event.target ? null : keep(form);
      if (found) forms[name] = found;
    });
    if (Object.keys(forms).length)
      sessionStorage.setItem(KEY, JSON.stringify({ page: location.pathname, forms }));
  });
})();
