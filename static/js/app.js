// What the pages do beyond plain HTML: focus, announcements, clear words when the network fails,
// forms that outlive a new login, a calendar beside "När?". Everything works without this file.
"use strict";

const polite = () => document.getElementById("live-polite");
const assertive = () => document.getElementById("live-assertive");

function say(region, text) {
  region.textContent = "";
  // A new turn of the event loop, so that the same words are read again.
  setTimeout(() => { region.textContent = text; }, 50);
}

const WORDS = {
  401: "Du har loggats ut. Det du har skrivit finns kvar här. ",
  403: "Du har inte rätt att göra det här. Det du har skrivit finns kvar.",
  404: "Det du söker finns inte längre, eller så har du inte rätt att se det. Det du har skrivit finns kvar.",
  500: "Något gick fel hos oss. Det du har skrivit finns kvar. Försök igen om en stund.",
  offline: "Det går inte att nå servern. Det du har skrivit finns kvar. Försök igen när du har nät.",
  someoneElse: "Någon annan har loggat in i den här webbläsaren. Inget har sparats i ditt namn. Kopiera det du har skrivit och logga in igen.",
};

function explain(what) {
  const region = assertive();
  region.textContent = WORDS[what] || WORDS[what >= 500 ? 500 : "offline"];
  if (what === 401) {
    const link = document.createElement("a");
    link.href = "/konto/logga-in/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Logga in i en ny flik och spara sedan igen.";
    region.append(link);
  }
  region.dataset.about = what;
}

function clearWords() {
  assertive().textContent = "";
  polite().textContent = "";
}

function focusFirst(root) {
  const target = root.querySelector("[data-focus]");
  if (target) target.focus();
  const words = root.querySelector("[data-announce]");
  if (words) say(polite(), words.dataset.announce);
}

// --- What htmx sends and gets; it names its events with colons ---------------------------------

document.addEventListener("htmx:before:request", clearWords);

document.addEventListener("htmx:after:swap", (event) => {
  const status = event.detail?.ctx?.response?.status;
  const title = document.title.replace(/^Fel: /, "");
  if (event.detail?.ctx?.request?.method === "POST") document.title = [409, 422].includes(status) ? `Fel: ${title}` : title;
  focusFirst(document.getElementById(event.detail?.ctx?.target?.id) || document);
});

document.addEventListener("htmx:after:request", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  if (response.status < 400 || [409, 422].includes(response.status)) return;
  if (response.status === 403 && response.headers.get("X-Form-Key") === "stale") sendWithFreshKey(sourceElement);
  else explain(response.status);
});

document.addEventListener("htmx:error", () => explain("offline"));

window.addEventListener("online", () => {
  if (assertive().dataset.about === "offline" && assertive().textContent) {
    say(polite(), "Du har nät igen.");
    clearWords();
  }
});

// --- The form's key ----------------------------------------------------------------------------
// Logging in gives new keys to all forms, so a page that was open then has old ones. The server
// gives a fresh key to whoever is logged in; it is used only if that is the one who wrote here.

async function freshKey() {
  let response;
  try {
    response = await fetch("/konto/formularnyckel/", { headers: { "HX-Request": "true" } });
  } catch {
    return "offline";
  }
  if (!response.ok) return response.status;
  const { key, person } = await response.json();
  if (String(person) !== document.body.dataset.person) return "someoneElse";
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = key; });
  return null;
}

async function sendWithFreshKey(source) {
  const form = source.form || source;
  const again = form.dataset.resent;
  form.dataset.resent = "yes";
  const trouble = again ? 403 : await freshKey();
  if (trouble) {
    delete form.dataset.resent;
    putBackCase(source);
    explain(trouble);
  } else if (source === form) form.requestSubmit();
  else source.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement, response } = event.detail.ctx;
  const form = sourceElement.form || sourceElement;
  if (response?.status !== 403) delete form.dataset.resent;
  if (!form.dataset.resent) putBackCase(sourceElement);
});

// --- Sending ------------------------------------------------------------------------------------

// A second click on the same button sends nothing; the form's one-time key guards the rest.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-hx-post") || form.hasAttribute("data-hx-get")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 5000);
});

// Coming back by the Back button must not leave a form that refuses to be sent.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// A button that copies what stands in a field; without JavaScript the field is there to copy from.
document.addEventListener("click", async (event) => {
  const field = document.getElementById(event.target.dataset?.copy);
  if (!field) return;
  field.select();
  await navigator.clipboard?.writeText(field.value);
  say(polite(), "Kopierat");
  event.target.textContent = "Kopierat";
});

// While a form with a draft is under way its texts stand still, so that none is written in vain.
function stand(form, still) {
  form.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox])").forEach((input) => { input.readOnly = still; });
  form.setAttribute("aria-busy", String(still));
  form.querySelector("[data-draft-words]").textContent = still ? "Sparar …" : "";
}
document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form.matches("form[data-draft]")) stand(form, true);
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form.matches("form[data-draft]")) stand(form, false);
});

// --- The quick log ------------------------------------------------------------------------------

// A link that opens a form in place leads to that form when it is open already.
document.addEventListener("htmx:config:request", (event) => {
  const form = document.getElementById(event.detail.ctx.sourceElement.dataset.opens || "-");
  if (!form) return;
  event.preventDefault();
  form.elements.what.focus();
});

// On a phone the form that was opened goes to the top, or the keyboard would cover its button.
document.addEventListener("htmx:after:swap", (event) => {
  const { opens } = event.detail.ctx?.sourceElement?.dataset || {};
  if (opens && matchMedia("(max-width: 40rem)").matches) {
    document.getElementById(opens)?.scrollIntoView({ block: "start" });
  }
});

// The choice of case stands as it was when the form could not follow it.
function putBackCase(choice) {
  const form = document.getElementById("quick-form");
  if (form && choice.hasAttribute("data-chooses-case")) choice.value = form.dataset.case;
}

// "Ny huvudaktivitet …" among the places opens the fields for it.
document.addEventListener("change", (event) => {
  const fields = event.target.form?.querySelector(".new-place");
  if (!fields || event.target.name !== "place" || event.target.value !== "ny") return;
  fields.open = true;
  fields.querySelector("input").focus();
});

// The browser's own calendar beside a field for days in words. The second day makes it a period.
function addCalendar(field) {
  const template = document.getElementById("calendar");
  if (!template || field.dataset.calendar === "added") return;
  field.dataset.calendar = "added";
  const parts = template.content.cloneNode(true);
  const [button, days, first, last] = ["button", "fieldset", "[data-first]", "[data-last]"].map((part) => parts.querySelector(part));
  const row = document.createElement("div");
  row.className = "with-calendar";
  field.replaceWith(row);
  row.append(field, button);
  row.after(days);
  const fill = () => {
    if (!first.value) return;
    last.min = first.value;
    field.value = last.value > first.value ? `${first.value} – ${last.value}` : first.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  first.addEventListener("change", fill);
  last.addEventListener("change", fill);
  button.addEventListener("click", () => {
    days.hidden = !days.hidden;
    button.setAttribute("aria-expanded", String(!days.hidden));
    if (days.hidden) return;
    if (/^\d{4}-\d\d-\d\d$/.test(field.value)) first.value = field.value;
    first.focus();
    // Not every browser opens its calendar for a script; the day can be written all the same.
    try { first.showPicker(); } catch { first.focus(); }
  });
}

function prepare(root) {
  root.querySelectorAll("[data-calendar]").forEach(addCalendar);
}
document.addEventListener("htmx:after:swap", () => prepare(document));

// --- Printing -----------------------------------------------------------------------------------

// A page made for paper has a button that prints it.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
});

// Printing shows what is folded away.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open])").forEach((details) => { details.open = true; details.dataset.opened = ""; });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-opened]").forEach((details) => { details.open = false; delete details.dataset.opened; });
});

document.addEventListener("DOMContentLoaded", () => {
  prepare(document);
  focusFirst(document);
  document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
});
