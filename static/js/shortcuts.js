// Keyboard shortcuts: n new entry, / search, j k and arrows between entries, ? help.
// Loaded only for those who have not turned them off (WCAG 2.1.4), and never active while typing:
// Escape leaves the field.
"use strict";

const TYPING = "input, textarea, select, [contenteditable]";

const KEYS = {
  n: writeEntry,
  "/": search,
  j: () => step(1),
  k: () => step(-1),
  "?": () => { location.assign("/kortkommandon/"); },
};
const ON_AN_ENTRY = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: open,
};

function writeEntry() {
  const field = document.querySelector("#snabblogg textarea");
  const link = document.querySelector(".open-quick-log a");
  if (field) field.focus();
  else if (link) link.click();
  // The field's own id as fragment puts focus there when the page has come.
  else location.assign("/#id_what");
}

function search() {
  const field = document.querySelector('main [role="search"] input[name="q"]');
  if (field) {
    field.focus();
    field.select();
  } else {
    location.assign("/sok/");
  }
}

function entries() {
  return [...document.querySelectorAll("article.entry")];
}

function step(by) {
  const all = entries();
  const here = all.indexOf(document.activeElement.closest("article.entry"));
  // From outside the list, j begins at the first entry in view.
  const next = here < 0 ? all.findIndex((entry) => entry.getBoundingClientRect().bottom > 0) : here + by;
  const entry = all[next];
  if (!entry) return;
  entry.tabIndex = -1;
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

function open() {
  const link = document.activeElement.querySelector("a[data-open]");
  if (link) link.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest(TYPING);
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  const act = KEYS[event.key] || (event.target.matches("article.entry") && ON_AN_ENTRY[event.key]);
  if (!act) return;
  event.preventDefault();
  act();
});
