// The results page with htmx, which fetches a search and puts its #results in place of those shown: a tick, a date or an order
// is a search at once, and links to the neighbours of the search need no reload. Without this script Apply and Show do the same.
"use strict";

(() => {
  const DATE_TYPED = 800; // milliseconds: a date field changes with each digit of the year
  const form = document.querySelector("form.search-page");
  const said = form.querySelector("[data-said]");
  let waiting = 0;
  let opened = new Map();
  let focused = null;
  let refreshed = false; // the trend is fetched too, and changes nothing else

  const region = () => document.getElementById("results");
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  const valueOf = (link) => link.closest("li")?.querySelector("input[id]");

  form.addEventListener("change", ({ target }) => {
    if (target.form !== form || target.type === "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), target.type === "date" ? DATE_TYPED : 0);
  });

  function remember({ detail }) {
    refreshed = detail.target === region();
    if (!refreshed) return;
    clearTimeout(waiting);
    opened = new Map([...region().querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
    const active = region().contains(document.activeElement) ? document.activeElement : null;
    focused = active && { id: active.id || valueOf(active)?.id, isLink: !active.id };
  }

  function focusAgain() {
    const same = focused.id && document.getElementById(focused.id);
    const target = same && focused.isLink ? same.parentElement.querySelector("a") : same;
    (target || region().querySelector(".totals")).focus({ preventScroll: true });
    focused = null;
  }

  function settle() {
    if (!refreshed) return;
    for (const [id, open] of opened) {
      const same = document.getElementById(id);
      if (same) same.open = open;
    }
    if (focused) focusAgain();
    const box = form.elements.q;
    if (box !== document.activeElement) box.value = region().dataset.text;
    said.textContent = squeeze(region().querySelector(".totals").textContent);
  }

  function sayNoAnswer() {
    const note = document.createElement("p");
    note.className = "notes";
    note.setAttribute("role", "alert");
    note.textContent = "The archive does not answer. Check the connection, then press Search.";
    region().querySelector(".found > .notes[role=alert]")?.remove();
    region().querySelector(".found").prepend(note);
  }

  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("htmx:responseError", ({ detail }) => location.assign(detail.pathInfo.finalRequestPath)); // its page says why
  document.addEventListener("htmx:sendError", sayNoAnswer);
})();
