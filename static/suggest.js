// Fills the list of each search box while one types. Without it the boxes work as they are.
// The list is the browser's own <datalist>: keyboard and screen reader come with it.
"use strict";

for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-suggestions`;
  box.after(list);
  box.setAttribute("list", list.id);

  let waiting = 0;
  let asked = "";
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = box.value.trim();
      if (typed.length < 2 || typed === asked) return;
      asked = typed;
      try {
        const response = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        if (!response.ok || typed !== asked) return;
        const { suggestions } = await response.json();
        list.replaceChildren(...suggestions.map(({ label, kind }) => new Option(kind, label)));
      } catch {
        // No connection: the box goes on without suggestions.
      }
    }, 150);
  });
}
