// The last searches, kept in this browser alone. <div data-search-words="..."> notes a search; <section data-recent hidden>
// with a <ul data-searches> and a <button> lists them. Without this script, or with none yet, the section stays hidden.
"use strict";

(() => {
  const KEPT = "imr-recent-searches";
  const MOST = 8;

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return Array.isArray(kept) ? kept.filter((one) => one && /^\/decisions\/\?/.test(one.url)) : [];
    } catch {
      return [];
    }
  }

  function write(searches) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(searches));
    } catch {
      // Storage is switched off: nothing is kept.
    }
  }

  function note() {
    const place = document.querySelector("[data-search-words]");
    if (!place || !/^\/decisions\/\?/.test(place.dataset.searchUrl)) return;
    const { searchWords: words, searchUrl: url } = place.dataset;
    write([{ words, url }, ...read().filter((one) => one.url !== url)].slice(0, MOST));
  }

  function show() {
    const here = document.querySelector("[data-search-url]")?.dataset.searchUrl;
    const searches = read().filter((one) => one.url !== here);
    for (const section of document.querySelectorAll("[data-recent]")) {
      section.hidden = searches.length === 0;
      section.querySelector("[data-searches]").replaceChildren(
        ...searches.map(({ words, url }) => {
          const link = document.createElement("a");
          link.href = url;
          link.textContent = words;
          const item = document.createElement("li");
          item.append(link);
          return item;
        }),
      );
    }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-recent] button")) return;
    write([]);
    show();
    document.querySelector("#main").focus();
  });
  document.addEventListener("htmx:afterSettle", () => { note(); show(); });
  note();
  show();
})();
