// Nothing typed is lost: a copy in this browser at once, a draft on the server every few seconds,
// both offered back on return and gone when the form is saved. Forms with data-draft are kept.
"use strict";

(() => {
  const PREFIX = "omstallning-utkast";
  const EVERY = 2000; // milliseconds from a change to the draft on the server
  const LONGEST = 400000; // characters of one copy
  const MOST = 12; // copies in this browser
  const DAYS = 30; // a copy is forgotten after this
  const WRITTEN = ["what", "participants", "result", "next_step", "correction_reason", "new_activity", "new_measure", "text", "reason", "decisions", "others"];
  const NOT_HELD = ["csrfmiddlewaretoken", "arende", "kind"]; // the key, and what chooses another form
  const person = document.body.dataset.person;
  if (!person) return;

  // --- Copies in this browser. The key names the person, so that nobody else here is shown them --

  const keyOf = (number, once) => [PREFIX, person, number, once].join(":");

  /** This person's copies, the newest first. */
  function copies() {
    const found = [];
    for (const key of Object.keys(localStorage)) {
      const [prefix, who, number, once] = key.split(":");
      if (prefix !== PREFIX || who !== person) continue;
      try {
        found.push({ ...JSON.parse(localStorage.getItem(key)), key, number, once });
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found.sort((one, other) => other.at - one.at);
  }

  function store(form, copy) {
    const key = keyOf(form.dataset.case, form.elements.once.value);
    const text = JSON.stringify(copy);
    forget(form.elements.once.value, key);
    if (text.length > LONGEST) {
      localStorage.removeItem(key);
      return;
    }
    try {
      localStorage.setItem(key, text);
    } catch {
      words(form, "Webbläsarens minne är fullt, så utkastet sparas bara på servern.");
    }
  }

  /** Forget the copies of one form, but for one. */
  function forget(once, but) {
    if (!but) document.querySelectorAll(`.draft-offer[data-once="${once}"]`).forEach((section) => section.remove());
    copies().filter((copy) => copy.once === once && copy.key !== but).forEach((copy) => localStorage.removeItem(copy.key));
  }

  /** Forget what is too old, whoever wrote it, and what is too much. */
  function forgetOld() {
    const since = Date.now() - DAYS * 86400000;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${PREFIX}:`) && !(timeIn(localStorage.getItem(key)) > since)) localStorage.removeItem(key);
    }
    copies().slice(MOST).forEach((copy) => localStorage.removeItem(copy.key));
  }

  function timeIn(text) {
    try {
      return JSON.parse(text).at;
    } catch {
      return 0;
    }
  }

  // --- What a form holds ------------------------------------------------------------------------

  const pristine = new WeakMap(); // form → what it held when it came
  const timers = new WeakMap();
  const onServer = new WeakSet(); // forms that the server has kept something of

  function valuesOf(form) {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (NOT_HELD.includes(name) || typeof value !== "string") continue;
      values[name] = name in values ? [values[name], value].flat() : value;
    }
    return values;
  }

  // A report holds words from the start: any change of them is worth keeping.
  const isReport = (form) => (form.dataset.question || "").startsWith("rapport-");
  const isWritten = (values) => WRITTEN.some((name) => values[name]?.trim());

  function fill(form, values) {
    // The files of the form have rows of their own (uploads.js).
    form.dispatchEvent(new CustomEvent("omstallning:fill", { bubbles: true, detail: values }));
    for (const input of form.elements) {
      if (!input.name || NOT_HELD.includes(input.name) || input.type === "file") continue;
      const wanted = [values[input.name] ?? []].flat();
      if (["checkbox", "radio"].includes(input.type)) input.checked = wanted.includes(input.value);
      else if (input.tagName !== "SELECT") input.value = wanted[0] ?? "";
      else if ([...input.options].some((option) => option.value === wanted[0])) [input.value] = wanted;
    }
    form.querySelectorAll("details").forEach((details) => {
      if ([...details.querySelectorAll("input, textarea")].some((input) => (input.type === "checkbox" ? input.checked : input.value))) details.open = true;
    });
  }

  function words(form, text) {
    const place = form.querySelector("[data-draft-words]");
    if (place) place.textContent = text;
  }

  // --- Keeping ----------------------------------------------------------------------------------

  function keep(form) {
    const values = valuesOf(form);
    if ((isReport(form) || isWritten(values)) && JSON.stringify(values) !== pristine.get(form)) {
      store(form, { at: Date.now(), entry: form.dataset.entry || "", question: form.dataset.question || "", values, isOnServer: false });
    } else {
      forget(form.elements.once.value);
    }
    if (!timers.has(form)) timers.set(form, setTimeout(() => send(form), EVERY));
  }

  function stop(form) {
    clearTimeout(timers.get(form));
    timers.delete(form);
  }

  /** Send what the form holds to the server. Says in words where the draft is. */
  async function send(form, { keepalive = false } = {}) {
    stop(form);
    if (!form.isConnected || form.getAttribute("aria-busy") === "true") return;
    const values = valuesOf(form);
    const isEmpty = (!isReport(form) && !isWritten(values)) || JSON.stringify(values) === pristine.get(form);
    if (isEmpty && !onServer.has(form)) return;
    const answer = await post(form.dataset.draft, form, isEmpty && !isReport(form) ? { once: values.once } : values, keepalive);
    if (!form.isConnected) return;
    words(form, answer.words);
    if (answer.kept) onServer.add(form);
    const copy = copies().find((found) => found.once === values.once);
    if (answer.kept && copy && JSON.stringify(copy.values) === JSON.stringify(values)) {
      store(form, { at: copy.at, entry: copy.entry, question: copy.question, values, isOnServer: true });
    }
  }

  async function post(url, form, values, keepalive) {
    const body = new URLSearchParams();
    Object.entries(values).forEach(([name, value]) => [value].flat().forEach((one) => body.append(name, one)));
    if (form.dataset.entry) body.append("entry", form.dataset.entry);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      let response;
      try {
        response = await fetch(url, { method: "POST", headers: { "HX-Request": "true" }, body, keepalive });
      } catch {
        return { words: "Ingen kontakt med servern. Utkastet finns i den här webbläsaren." };
      }
      if (response.ok) return response.json();
      if (response.status === 401) return { words: "Du är utloggad. Utkastet finns i den här webbläsaren." };
      if (response.headers.get("X-Form-Key") !== "stale" || (await freshKey())) break;
    }
    return { words: "Utkastet finns bara i den här webbläsaren." };
  }

  // --- Offering back ----------------------------------------------------------------------------

  function timeOf(moment) {
    const at = new Date(moment);
    const time = at.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
    const isToday = at.toDateString() === new Date().toDateString();
    return isToday ? `kl. ${time}` : `${at.toLocaleDateString("sv-SE")} kl. ${time}`;
  }

  /** Show this browser's copies beside the server's drafts, the newest first. */
  function offer(form, { isLoading = false } = {}) {
    const place = document.getElementById("utkast");
    const template = document.getElementById("local-draft");
    if (!place || !template) return;
    place.querySelectorAll(`[data-local], [data-once="${form.elements.once.value}"]`).forEach((section) => section.remove());
    for (const copy of copies()) {
      if (copy.question || copy.number !== form.dataset.case || copy.entry !== (form.dataset.entry || "")) continue;
      if (copy.once === form.elements.once.value) continue;
      const known = place.querySelector(`[data-once="${copy.once}"]`);
      if (copy.isOnServer) {
        // What the server had and has no more is saved or thrown away elsewhere.
        if (!known && isLoading && copy.at < performance.timeOrigin) localStorage.removeItem(copy.key);
        continue;
      }
      place.insertBefore(offerOf(form, copy, template), [...place.querySelectorAll("[data-saved]")].find((section) => section.dataset.saved * 1000 < copy.at) || null);
    }
    tellOfOthers(form, place);
  }

  function offerOf(form, copy, template) {
    const section = template.content.cloneNode(true).querySelector("section");
    section.dataset.local = "";
    section.dataset.once = copy.once;
    section.dataset.saved = String(copy.at / 1000);
    section.setAttribute("aria-label", `Utkast i den här webbläsaren ${timeOf(copy.at)}`);
    section.querySelector("[data-when]").textContent = timeOf(copy.at);
    const text = WRITTEN.map((name) => copy.values[name]).find(Boolean) || "";
    section.querySelector("[data-beginning]").textContent = text.length > 120 ? `${text.slice(0, 120)} …` : text;
    section.querySelector("[data-use]").addEventListener("click", () => {
      if (isWritten(valuesOf(form))) keep(form);
      fill(form, copy.values);
      keep(form);
      offer(form);
      (form.elements.what || form.elements[0]).focus();
    });
    section.querySelector("[data-drop]").addEventListener("click", () => {
      forget(copy.once);
      section.remove();
      say(polite(), "Utkastet är slängt.");
      post(form.dataset.draft, form, { once: copy.once });
      form.elements.what.focus();
    });
    return section;
  }

  /** An answer, a group's meeting, and a report of a kind, has one place, so what lies only here is put back there; what is saved is forgotten. */
  function takeUp(form) {
    const held = (values) => JSON.stringify(Object.entries(values).map(([name, value]) => [name, [value].flat().join("\n").trim()]).filter(([name, value]) => name !== "once" && !name.startsWith("seen_") && value).sort());
    for (const copy of copies()) {
      if (copy.question !== form.dataset.question || copy.number !== form.dataset.case) continue;
      if (copy.isOnServer || held(copy.values) === held(valuesOf(form))) {
        if (copy.once !== form.elements.once.value) localStorage.removeItem(copy.key);
        continue;
      }
      fill(form, copy.values);
      for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      keep(form);
      words(form, "Utkastet fanns i den här webbläsaren och är tillbaka.");
      return;
    }
  }

  /** On the start page: copies that belong to other cases, with links to them. */
  function tellOfOthers(form, place) {
    const choice = document.querySelector("[data-chooses-case]");
    place.querySelector("[data-others]")?.remove();
    if (!choice) return;
    const numbers = new Set(copies().filter((copy) => !copy.entry && !copy.question && !copy.isOnServer).map((copy) => copy.number));
    numbers.delete(form.dataset.case);
    const known = [...choice.options].filter((option) => numbers.has(option.value));
    if (!known.length) return;
    const line = document.createElement("p");
    line.dataset.others = "";
    line.textContent = "I den här webbläsaren finns också utkast i ";
    known.forEach((option, index) => {
      const link = document.createElement("a");
      link.href = `/?arende=${option.value}`;
      link.textContent = option.text;
      line.append(index ? ", " : "", link);
    });
    line.append(".");
    place.append(line);
  }

  // --- When -------------------------------------------------------------------------------------

  const draftForms = () => [...document.querySelectorAll("form[data-draft]")];

  function meet(form, options) {
    if (pristine.has(form)) return;
    pristine.set(form, JSON.stringify(valuesOf(form)));
    if ("kept" in form.dataset) onServer.add(form);
    if (form.dataset.question) takeUp(form);
    else offer(form, options);
  }

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.form;
      if (form?.matches("form[data-draft]") && !NOT_HELD.includes(event.target.name)) keep(form);
    });
  }

  document.addEventListener("htmx:before:request", (event) => {
    const form = event.detail.ctx.sourceElement;
    if (form.matches("form[data-draft]")) stop(form);
  });

  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement: form, response, request } = event.detail.ctx;
    const isOver = response.status < 400 || response.status === 409;
    if (form.dataset.dropsDraft && isOver) forget(form.dataset.dropsDraft);
    // What comes back with another wording is kept anew after the swap.
    if (form.matches("form[data-draft]") && isOver) forget(request.body.get("once"));
  });

  document.addEventListener("htmx:after:swap", (event) => {
    draftForms().forEach((form) => {
      meet(form);
      // What came back with the form is still not saved.
      if (!form.dataset.met && isWritten(valuesOf(form)) && (!form.dataset.entry || event.detail.ctx.request.method === "POST")) {
        pristine.set(form, "");
        keep(form);
      }
      form.dataset.met = "yes";
    });
  });

  window.addEventListener("storage", (event) => {
    const [prefix, who, , once] = (event.key || "").split(":");
    if (prefix !== PREFIX || who !== person || event.newValue) return;
    document.querySelectorAll(`.draft-offer[data-once="${once}"]`).forEach((section) => section.remove());
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    draftForms().filter((form) => timers.has(form)).forEach((form) => send(form, { keepalive: JSON.stringify(valuesOf(form)).length < 8000 }));
  });

  window.addEventListener("online", () => {
    draftForms().filter((form) => copies().some((copy) => copy.once === form.elements.once.value && !copy.isOnServer)).forEach((form) => send(form));
  });

  // The page of an issued report tells that the form that was sent last is done with.
  const SENT = `${PREFIX}-fastställt`;
  document.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-issues")) sessionStorage.setItem(SENT, event.target.elements.once.value);
  });

  // Logging out leaves nothing behind in this browser; what only lies here is told of first.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-logs-out]")) return;
    if (form.dataset.warned || copies().every((copy) => copy.isOnServer)) {
      copies().forEach((copy) => localStorage.removeItem(copy.key));
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.all(draftForms().map((one) => send(one)));
    if (copies().every((copy) => copy.isOnServer)) {
      form.requestSubmit();
      return;
    }
    form.dataset.warned = "yes";
    assertive().textContent = "Du har text som bara finns i den här webbläsaren. Den försvinner när du loggar ut. Tryck på Logga ut igen om du vill det.";
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    forgetOld();
    if (document.querySelector("[data-issued]")) {
      forget(sessionStorage.getItem(SENT));
      sessionStorage.removeItem(SENT);
    }
    draftForms().forEach((form) => {
      meet(form, { isLoading: true });
      form.dataset.met = "yes";
    });
  });
})();
