// "Copy" buttons: <button data-copy="id" hidden> copies the words of the element with that id; with data-quote="2" too, the
// words of the elements with data-quoted="2", or what is selected in them, in quotation marks before. They stand on the page
// anyway. Beside each link to a paragraph, <a data-paragraph="p-1f2e3d4c">, one that copies the paragraph and its address.
"use strict";

(() => {
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();

  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);

  function quoted(name) {
    const places = [...document.querySelectorAll(`[data-quoted="${name}"]`)];
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

  function words({ copy: cited, quote, at = "" }) {
    const citation = squeeze(document.getElementById(cited).textContent) + at;
    const quotation = quote ? quoted(quote) : "";
    return quotation ? `“${quotation}” ${citation}` : citation;
  }

  async function press(button) {
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    try {
      await copy(words(button.dataset));
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed: select the text";
    }
    said.textContent = button.textContent;
    clearTimeout(button.waiting);
    button.waiting = setTimeout(() => {
      button.textContent = label;
      said.textContent = "";
    }, 2500);
  }

  for (const link of document.querySelectorAll("a[data-paragraph]")) {
    const button = document.createElement("button");
    const { paragraph } = link.dataset;
    Object.assign(button, { type: "button", className: "plain paragraph-copy", textContent: "Copy", hidden: true });
    Object.assign(button.dataset, { copy: "cite-letter", quote: paragraph, at: `#${paragraph}` });
    button.setAttribute("aria-label", `Copy ${link.getAttribute("aria-label").replace("Link to ", "")} with citation`);
    link.after(button);
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps what is selected selected
    button.addEventListener("click", () => press(button));
  }
})();
