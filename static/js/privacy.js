// Hints beside a text field while one writes: what looks like a personal number, health, people
// beside dismissals. Nothing leaves the browser. The same rules as core/text.py and core/hints.py,
// which decide when the form is saved; tests/browser/test_privacy.py holds the two together.
"use strict";

const PersonalNumbers = (() => {
  const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;
  const DASH = "[-+\\u2010-\\u2015\\u2212]";
  const JOINED = `\\s{0,3}${DASH}\\s{0,3}`;
  const SPACED = "(?:[^\\S\\r\\n]|_){1,2}";
  const SURE = new RegExp(`(?<!\\d)(?:(\\d{8})(${JOINED}|${SPACED}|)(\\d{4})|(?<!\\d${DASH})(\\d{6})${JOINED}(\\d{4})(?!${DASH}\\d))(?!\\d)`, "gu");
  const POSSIBLE = new RegExp(`(?<!\\d)(?:(?!07)(\\d{6})(\\d{4})|(\\d{6}|\\d{8})${SPACED}(\\d{4})|((?:\\d\\d)?\\d\\d${DASH}\\d\\d${DASH}\\d\\d)(${JOINED}|${SPACED})(\\d{4})|(\\d{8}|\\d{6})${DASH}?[TRSUWXJKLMN]\\d{3})(?!\\d)`, "gu");
  const CLOCK = /^(?:[01]\d|2[0-3])[0-5]\d$/u;

  function isDay(digits) {
    let day = Number(digits.slice(-2));
    if (day > 60) day -= 60;
    const month = Number(digits.slice(-4, -2));
    const years = digits.length === 8 ? [Number(digits.slice(0, 4))] : [1900 + Number(digits.slice(0, 2)), 2000 + Number(digits.slice(0, 2))];
    if (digits.length === 8 && (years[0] < 1850 || years[0] > 2100)) return false;
    return years.some((year) => {
      const date = new Date(Date.UTC(year, month - 1, day));
      return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    });
  }

  function passesLuhn(digits) {
    let total = 0;
    [...digits].reverse().forEach((digit, place) => {
      const value = Number(digit) * (place % 2 ? 2 : 1);
      total += value > 9 ? value - 9 : value;
    });
    return total % 10 === 0;
  }

  const isNumber = (day, end) => !end.startsWith("000") && isDay(day) && passesLuhn(day.slice(-6) + end);
  // Full width and mathematical digits as plain ones; a line's end is kept.
  const plain = (text) => text.normalize("NFKC").replace(UNSEEN, "");

  function isSure([, long, gap, longEnd, short, shortEnd]) {
    if (short) return isNumber(short, shortEnd);
    return !(/[\s_]/u.test(gap) && CLOCK.test(longEnd)) && isNumber(long, longEnd);
  }

  function isPossible([, ten, tenEnd, parted, partedEnd, dashed, gap, dashedEnd, interim]) {
    if (interim) return isDay(interim);
    if (!dashed) return isNumber(ten || parted, tenEnd || partedEnd);
    const isMoment = !new RegExp(DASH, "u").test(gap) && CLOCK.test(dashedEnd);
    return !isMoment && isNumber(dashed.replace(/\D/gu, ""), dashedEnd);
  }

  return {
    areIn: (text) => [...plain(text).matchAll(SURE)].some(isSure),
    mayBeIn: (text) => [...plain(text).matchAll(POSSIBLE)].some(isPossible),
  };
})();

(() => {
  const UNMISTAKABLE = "Det här ser ut som ett personnummer. Ta bort det innan du sparar.";
  const NEAR = 80;
  let rules = null;

  const any = (words) => words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")).join("|");
  const word = "(?<![\\p{L}\\p{N}_])";
  const end = "(?![\\p{L}\\p{N}_])";

  function understood(data) {
    const { number, health, dismissal } = data;
    return {
      number: number.sentence,
      health: health.sentence,
      dismissal: dismissal.sentence,
      onHealth: new RegExp(`${word}(?:${any(health.beginnings)})`, "iu"),
      onDismissal: new RegExp(`${word}(?:(?:${any(dismissal.beginnings)})|(?:${any(dismissal.phrases)})${end})`, "giu"),
      name: new RegExp(`${word}(?:${any(dismissal.names)})s?${end}`, "gu"),
    };
  }

  function namesSomeoneDismissed(sentence) {
    const places = (pattern) => [...sentence.matchAll(pattern)].map((match) => match.index);
    const words = places(rules.onDismissal);
    return places(rules.name).some((name) => words.some((place) => Math.abs(name - place) <= NEAR));
  }

  function hintsIn(text) {
    if (PersonalNumbers.areIn(text)) return [UNMISTAKABLE];
    const hints = [];
    if (PersonalNumbers.mayBeIn(text)) hints.push(rules.number);
    if (rules.onHealth.test(text)) hints.push(rules.health);
    if (text.split(/[.!?\n]/u).some(namesSomeoneDismissed)) hints.push(rules.dismissal);
    return hints;
  }

  // The hint stands after the field and belongs to its description, so that it is read with it.
  function tell(field, hints) {
    const id = `${field.id}-hint`;
    let note = document.getElementById(id);
    if (!note) {
      if (!hints.length) return;
      note = document.createElement("p");
      note.id = id;
      note.className = "field-hint";
      note.setAttribute("role", "status");
      field.after(note);
      const described = field.getAttribute("aria-describedby");
      field.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
    }
    const text = hints.join("\n");
    if (note.textContent !== text) note.textContent = text;
    note.hidden = !text;
  }

  async function look(field) {
    if (!rules) {
      const answer = await fetch(document.body.dataset.hints);
      if (!answer.ok) return;
      rules = understood(await answer.json());
    }
    tell(field, hintsIn(field.value));
  }

  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-guarded]") || !field.id) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => { look(field).catch(() => {}); }, 400));
  });
})();
