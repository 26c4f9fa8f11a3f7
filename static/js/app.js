// What the pages do beyond plain HTML: focus, announcements and clear words when the network fails.
// Everything works without this file.
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
  404: "Det du söker finns inte längre, eller så har du inte rätt att se det.",
  500: "Något gick fel hos oss. Det du har skrivit finns kvar. Försök igen om en stund.",
  offline: "Det går inte att nå servern. Det du har skrivit finns kvar. Försök igen när du har nät.",
};

function explain(status) {
  const region = assertive();
  region.textContent = WORDS[status] || WORDS[status >= 500 ? 500 : "offline"];
  if (status === 401) {
    const link = document.createElement("a");
    link.href = "/konto/logga-in/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Logga in i en ny flik och spara sedan igen.";
    region.append(link);
  }
}

function focusFirst(root) {
  const target = root.querySelector("[data-focus]");
  if (target) target.focus();
  const words = root.querySelector("[data-announce]");
  if (words) say(polite(), words.dataset.announce);
}

// htmx 4 names its events with colons.
document.addEventListener("htmx:before:request", () => { assertive().textContent = ""; });
document.addEventListener("htmx:after:swap", () => focusFirst(document));
document.addEventListener("htmx:after:request", (event) => {
  const response = event.detail?.ctx?.response;
  if (response && response.status >= 400 && ![409, 422].includes(response.status)) explain(response.status);
});
document.addEventListener("htmx:error", () => explain("offline"));

// A second click on the same button sends nothing; the form's one-time key guards the rest.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent && !form.hasAttribute("data-hx-post") && !form.hasAttribute("data-hx-get")) {
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

// Printing shows what is folded away.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open])").forEach((details) => { details.open = true; details.dataset.opened = ""; });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-opened]").forEach((details) => { details.open = false; delete details.dataset.opened; });
});

document.addEventListener("DOMContentLoaded", () => {
  focusFirst(document);
  document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
});
