// Sends files while one goes on writing: each at once when it is chosen, dropped or taken with the
// camera, with its progress in words. Without this file they are sent with the form.
"use strict";

(() => {
  const STALLED = 60_000; // milliseconds without a sign of life
  const BYTES_PER_MB = 1024 * 1024;
  const LOGIN = "/konto/logga-in/";
  const jobs = new WeakMap(); // row → { file, once, part, request }
  const offers = new WeakMap(); // part → the promise of what was sent before
  let held = null; // a form that waits for its files: { form, submitter }

  document.documentElement.classList.add("has-uploads");
  document.documentElement.classList.toggle("has-touch", navigator.maxTouchPoints > 0);

  const partOf = (node) => node.closest?.("form")?.querySelector("[data-files]");
  const rowsOf = (part) => part.querySelector(".file-rows");
  const tokenOf = (part) => part.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function button(text, name, action) {
    const made = make("button", "ds-button", text);
    made.type = "button";
    made.dataset.variant = "tertiary";
    made.dataset.size = "sm";
    made.append(make("span", "ds-sr-only", ` ${name}`));
    made.addEventListener("click", action);
    return made;
  }

  // --- Words ----------------------------------------------------------------------------------

  function note(part, text) {
    part.querySelector("[data-note]").textContent = text;
    announce(text);
  }

  function announce(text) {
    const region = document.getElementById("live-polite");
    region.textContent = "";
    // A new turn of the event loop, so that the same words are read again.
    setTimeout(() => { region.textContent = text; }, 50);
  }

  function show(row, state, text, buttons = []) {
    row.className = `file-row file-${state}`;
    row.querySelector(".file-state").textContent = text;
    row.querySelector("progress")?.toggleAttribute("hidden", state !== "sending");
    row.querySelector(".file-buttons").replaceChildren(...buttons);
  }

  function loginLink() {
    const link = make("a", "", "Logga in i en ny flik");
    link.href = LOGIN;
    link.target = "_blank";
    link.rel = "noopener";
    return link;
  }

  // --- Taking files in ------------------------------------------------------------------------

  function add(part, files) {
    if (!files.length) return;
    part.open = true;
    for (const file of files) rowsOf(part).append(newRow(part, file));
    note(part, "");
    announce(files.length === 1 ? `Skickar ${files[0].name}.` : `Skickar ${files.length} filer.`);
    sendNext(part);
  }

  function newRow(part, file) {
    const row = make("li", "file-row");
    const about = make("div", "file-about");
    const bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `Skickar ${file.name}`);
    about.append(make("span", "file-name", file.name), bar, make("span", "file-state"));
    row.append(about, make("div", "file-buttons"));
    jobs.set(row, { file, part, once: key() });
    const fault = faultOf(part, file);
    if (fault) refuse(row, fault);
    else show(row, "sending", "Väntar på sin tur.", [cancelButton(row)]);
    return row;
  }

  // crypto.randomUUID is there only on secure addresses.
  function key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function faultOf(part, file) {
    const most = Number(part.dataset.maxBytes);
    if (file.size > most) return `Filen är större än ${Math.round(most / BYTES_PER_MB)} MB.`;
    const taken = part.querySelectorAll(".file-sending, .file-rows input[type=checkbox]:checked").length;
    const room = Number(part.dataset.maxFiles);
    if (taken < room) return "";
    return room === 1 ? "Ett dokument har en fil. Ta bort den andra först." : `En loggpost kan ha högst ${room} bilagor.`;
  }

  // --- Sending, one at a time -----------------------------------------------------------------

  function sendNext(part) {
    const rows = [...part.querySelectorAll(".file-sending")];
    if (rows.some((row) => jobs.get(row).request)) return;
    if (rows.length) send(rows[0]);
    else release(part);
  }

  function send(row) {
    const job = jobs.get(row);
    const request = new XMLHttpRequest();
    job.request = request;
    let stall;
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALLED);
    };
    request.upload.addEventListener("progress", (event) => {
      alive();
      progress(row, event.loaded, event.total);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(stall);
      job.request = null;
      if (row.isConnected) settle(row, request);
      sendNext(job.part);
    });
    const body = new FormData();
    body.append("once", job.once);
    body.append("file", job.file);
    request.open("POST", job.part.dataset.addUrl);
    // Asks for 401 instead of the login page when the session has ended.
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("X-CSRFToken", tokenOf(job.part));
    alive();
    show(row, "sending", "Skickar.", [cancelButton(row)]);
    request.send(body);
  }

  function progress(row, loaded, total) {
    const percent = total ? Math.floor((loaded / total) * 100) : 0;
    row.querySelector("progress").value = percent;
    row.querySelector(".file-state").textContent =
      percent < 100 ? `Skickat ${percent} procent.` : "Kontrollerar filen.";
  }

  function settle(row, request) {
    const job = jobs.get(row);
    const { file, part } = job;
    if (request.status === 403 && request.getResponseHeader("X-Form-Key") === "stale" && !job.renewed) {
      job.renewed = true;
      retry(row);
    } else if (request.status === 201) {
      const answer = document.createElement("template");
      answer.innerHTML = request.responseText;
      row.replaceWith(answer.content);
      changed(part);
      announce(`${file.name} är framme.`);
    } else if (request.status === 422) {
      refuse(row, request.responseText);
    } else if (request.status === 413) {
      refuse(row, "Filen är för stor för att skickas hit.");
    } else if (request.status === 401 || request.status === 403) {
      fail(row, "Filen kom inte fram: du är utloggad. Logga in i en ny flik och försök igen.", [loginLink()]);
    } else if (request.status === 0) {
      fail(row, "Filen kom inte fram: nätet bröts. Det du har skrivit finns kvar.");
    } else {
      fail(row, "Filen kom inte fram: något gick fel hos oss. Det du har skrivit finns kvar.");
    }
  }

  function refuse(row, sentence) {
    const { file } = jobs.get(row);
    show(row, "refused", sentence, [button("Stäng", file.name, () => leave(row))]);
    announce(`${file.name} togs inte emot. ${sentence}`);
  }

  function fail(row, sentence, more = []) {
    const { file, part } = jobs.get(row);
    const again = button("Försök igen", file.name, () => retry(row));
    show(row, "failed", sentence, [...more, again, button("Ta bort", file.name, () => leave(row))]);
    held = null;
    note(part, "");
    announce(`${file.name}: ${sentence}`);
  }

  async function retry(row) {
    const { part } = jobs.get(row);
    show(row, "sending", "Skickar.", [cancelButton(row)]);
    const trouble = await freshKey();
    if (trouble === "someoneElse") fail(row, "Filen skickades inte: någon annan har loggat in i den här webbläsaren.");
    sendNext(part);
  }

  // What is kept as a draft names the files too.
  function changed(part) {
    part.querySelector("input[type=file]").dispatchEvent(new Event("input", { bubbles: true }));
  }

  // --- Taking files away ----------------------------------------------------------------------

  function cancelButton(row) {
    return button("Avbryt", jobs.get(row).file.name, () => leave(row));
  }

  function leave(row) {
    const { part, request } = jobs.get(row);
    row.remove();
    if (request) request.abort();
    else sendNext(part);
    part.querySelector("input[type=file]").focus();
  }

  function remove(control) {
    const row = control.closest(".file-row");
    const part = partOf(row);
    fetch(control.dataset.removeUrl, {
      method: "POST",
      headers: { "X-CSRFToken": tokenOf(part), "HX-Request": "true" },
      keepalive: true,
    }).catch(() => {}); // What is left behind is cleaned away some days later.
    announce(`${row.querySelector(".file-name").textContent} är borttagen.`);
    row.remove();
    changed(part);
    part.querySelector("input[type=file]").focus();
  }

  // --- Saving waits for the files -------------------------------------------------------------

  function holdBack(event) {
    const part = event.target.querySelector?.("[data-files]");
    if (!part) return;
    const failed = part.querySelector(".file-failed");
    if (!failed && !part.querySelector(".file-sending")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (failed) {
      note(part, "En fil kom inte fram. Försök igen med den eller ta bort den, och spara sedan.");
      failed.querySelector("button").focus();
    } else {
      held = { form: event.target, submitter: event.submitter };
      note(part, "Sparar så snart filerna är framme.");
    }
  }

  function release(part) {
    if (!held || partOf(held.form.elements[0]) !== part) return;
    const { form, submitter } = held;
    held = null;
    if (part.querySelector(".file-refused")) note(part, "En fil togs inte emot. Läs varför, och spara sedan.");
    else form.requestSubmit(submitter);
  }

  // --- Files that were sent before and never saved --------------------------------------------

  function offerEarlier(part) {
    if (!offers.has(part)) offers.set(part, fetchEarlier(part));
    return offers.get(part);
  }

  async function fetchEarlier(part) {
    try {
      const answer = await fetch(part.dataset.listUrl, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const earlier = document.createElement("template");
      earlier.innerHTML = await answer.text();
      const rows = [...earlier.content.querySelectorAll("[data-file-row]")].filter(
        (row) => !part.querySelector(`[data-file-row="${row.dataset.fileRow}"]`),
      );
      if (!rows.length) return;
      const list = make("ul", "file-rows file-offered");
      list.append(...rows);
      part.append(make("p", "hint", "Skickade tidigare men inte sparade med någon loggpost:"), list);
    } catch {
      offers.delete(part);
    }
  }

  // A draft of this browser is taken up again: the files it names come along.
  async function fillFiles(form, values) {
    const part = form.querySelector("[data-files]");
    const named = [values.upload ?? []].flat();
    if (!part || !named.length) return;
    part.open = true;
    await offerEarlier(part);
    for (const box of part.querySelectorAll("input[name=upload]")) {
      box.checked = named.includes(box.value);
      const alt = form.elements[`alt-${box.value}`];
      if (alt) alt.value = values[alt.name] ?? alt.value;
    }
    changed(part);
  }

  // --- What people do -------------------------------------------------------------------------

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const dropPart = (event) => partOf(event.target) || document.querySelector("[data-files]");

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.closest("[data-files]")) return;
    add(input.closest("[data-files]"), [...input.files]);
    input.value = "";
  });

  document.addEventListener("click", (event) => {
    const control = event.target.closest?.("[data-remove-url], [data-camera]");
    if (control?.dataset.removeUrl) remove(control);
    else if (control) openCamera(control.closest("[data-files]"));
  });

  function openCamera(part) {
    const input = make("input");
    input.type = "file";
    input.accept = "image/*";
    input.setAttribute("capture", "environment");
    input.hidden = true;
    input.tabIndex = -1;
    input.setAttribute("aria-label", "Ta en bild");
    part.append(input);
    input.addEventListener("change", () => { setTimeout(() => input.remove()); });
    input.addEventListener("cancel", () => input.remove());
    input.click();
  }

  // A file that is dropped beside would open in the page's place, and what is written be gone.
  document.addEventListener("dragover", (event) => {
    const part = carriesFiles(event) && dropPart(event);
    if (!part) return;
    event.preventDefault();
    part.classList.add("files-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.querySelectorAll(".files-over").forEach((part) => part.classList.remove("files-over"));
  });
  document.addEventListener("drop", (event) => {
    const part = carriesFiles(event) && dropPart(event);
    if (!part) return;
    event.preventDefault();
    part.classList.remove("files-over");
    add(part, [...event.dataTransfer.files]);
  });

  // Before all others who listen: they must not send a form whose files are on their way.
  document.addEventListener("submit", holdBack, true);
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("[data-files][open]")) offerEarlier(event.target);
  }, true);
  document.addEventListener("omstallning:fill", (event) => { fillFiles(event.target, event.detail); });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector(".file-sending")) event.preventDefault();
  });
})();
