// "Copy" buttons: <button data-copy="id" hidden> copies the words of the element with that id; with data-quote="2" too, the
// words of the elements with data-quoted="2", or what is selected in them, in quotation marks before. They stand on the page anyway.
"use strict";

(() => {
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();

  function quoted(number) {
    const places = [...document.querySelectorAll(`[data-quoted="${number}"]`)];
    const selection = getSelection();
    const holds = (node) => places.some((place) => place.contains(node));
    const chosen = !selection.isCollapsed && holds(selection.anchorNode) && holds(selection.focusNode);
    return squeeze(chosen ? selection.toString() : places.map((place) => place.textContent).join(" "));
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
      const words = button.dataset.quote ? quoted(button.dataset.quote) : "";
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
