// "Copy" buttons: <button data-copy="id" hidden> copies the words of the element with that id; with data-quote="id" too,
// the words of that element, or what is selected in it, in quotation marks before them. The words stand on the page anyway.
"use strict";

(() => {
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();

  function quoted(place) {
    const selection = getSelection();
    const inside = selection.rangeCount && !selection.isCollapsed && place.contains(selection.anchorNode) && place.contains(selection.focusNode);
    return squeeze(inside ? selection.toString() : place.textContent);
  }

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // a page without HTTPS has no clipboard of its own
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("not allowed");
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps what is selected selected
    button.addEventListener("click", async () => {
      const citation = squeeze(document.getElementById(button.dataset.copy).textContent);
      const place = button.dataset.quote && document.getElementById(button.dataset.quote);
      const words = place ? quoted(place) : "";
      try {
        await copy(words ? `“${words}” ${citation}` : citation);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed: select the text";
      }
      setTimeout(() => { button.textContent = label; }, 2500);
    });
  }
})();
