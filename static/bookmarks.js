// Bookmarks of decisions, kept in this browser alone: buttons beside decisions, a count in the header, their own page.
// A button: <button data-bookmark="CM15-0013811-2" data-label="..." data-url="..." hidden>. Without this script none shows.
"use strict";

(() => {
  const KEPT = "imr-bookmarks";

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return Array.isArray(kept) ? kept.filter((one) => one && typeof one.key === "string") : [];
    } catch {
      return []; // storage is switched off, or holds what is not ours
    }
  }

  function write(bookmarks) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(bookmarks));
      return true;
    } catch {
      return false;
    }
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  const ownPath = (url) => (typeof url === "string" && /^\/(?![/\\])/.test(url) ? url : "/");

  function toggle(button) {
    const { bookmark: key, label, url } = button.dataset;
    const kept = read();
    const others = kept.filter((one) => one.key !== key);
    if (!write(others.length < kept.length ? others : [...kept, { key, label, url }])) {
      button.textContent = "This browser keeps no bookmarks";
      return;
    }
    show();
  }

  function showButtons(kept) {
    const keys = new Set(kept.map((one) => one.key));
    for (const button of document.querySelectorAll("button[data-bookmark]")) {
      const on = keys.has(button.dataset.bookmark);
      button.hidden = false;
      button.textContent = on ? "Bookmarked" : "Bookmark";
      button.setAttribute("aria-pressed", String(on));
      button.setAttribute("aria-label", `Bookmark ${button.dataset.label}`);
    }
  }

  function showCount(kept) {
    for (const place of document.querySelectorAll("[data-bookmark-count]")) {
      place.textContent = kept.length ? ` (${kept.length})` : "";
    }
  }

  function packetLinks(page, kept) {
    const most = Number(page.dataset.most);
    const links = [];
    for (let start = 0; start < kept.length; start += most) {
      const part = kept.slice(start, start + most);
      const query = part.map((one) => `item=${encodeURIComponent(one.key)}`).join("&");
      const which = kept.length > most ? ` of ${start + 1} to ${start + part.length}` : "";
      const item = document.createElement("li");
      item.append(
        element("a", `Packet${which} to print`, { href: `${page.dataset.packet}?${query}` }),
        " ",
        element("a", `Packet${which} as a Word file`, { href: `${page.dataset.packetDocx}?${query}` }),
      );
      links.push(item);
    }
    return links;
  }

  function keptRow(one) {
    const item = document.createElement("li");
    const remove = element("button", "Remove", { type: "button", class: "plain", "aria-label": `Remove ${one.label}` });
    remove.addEventListener("click", () => {
      const at = [...item.parentElement.children].indexOf(item);
      write(read().filter((other) => other.key !== one.key));
      show();
      document.querySelector("[data-said]").textContent = `Removed ${one.label}`;
      const rows = document.querySelectorAll("[data-kept] button");
      (rows[Math.min(at, rows.length - 1)] || document.querySelector("#main")).focus();
    });
    item.append(element("a", one.label || one.key, { href: ownPath(one.url) }), " ", remove);
    return item;
  }

  function showPage(kept) {
    const page = document.querySelector("[data-bookmarks]");
    if (!page) return;
    page.querySelector("[data-none]").hidden = kept.length > 0;
    page.querySelector("[data-clear]").hidden = kept.length === 0;
    page.querySelector("[data-packets]").replaceChildren(...packetLinks(page, kept));
    page.querySelector("[data-kept]").replaceChildren(...kept.map(keptRow));
  }

  function show() {
    const kept = read();
    showButtons(kept);
    showCount(kept);
    showPage(kept);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-bookmark]");
    if (button) toggle(button);
    if (event.target.closest("[data-clear] button")) {
      write([]);
      show();
      document.querySelector("[data-said]").textContent = "All bookmarks were removed";
      document.querySelector("#main").focus();
    }
  });
  window.addEventListener("storage", show); // another tab changed them
  document.addEventListener("htmx:afterSettle", show); // buttons came with a new list
  show();
})();
