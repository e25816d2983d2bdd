// Keeps a batch's progress up: the server prints it, this puts it in place. Without it a link does.
"use strict";

(() => {
  const box = document.querySelector("[data-progress]");
  const state = () => box.querySelector("[data-live]");
  const EVERY = 1500; // milliseconds
  const AFTER_FAILURE = 5000;

  function show(html) {
    const focused = box.contains(document.activeElement) && document.activeElement.closest("form, a");
    const again = focused && (focused.getAttribute("action") || focused.getAttribute("href"));
    box.innerHTML = html;
    if (again) box.querySelector(`form[action="${again}"] button, a[href="${again}"]`)?.focus();
    document.title = state().dataset.title;
  }

  async function look() {
    let pause = EVERY;
    try {
      const answer = await fetch(box.dataset.progress, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text());
    } catch {
      pause = AFTER_FAILURE; // the server may be starting anew: what is shown stays, and is looked at again
    }
    if (state().dataset.live === "yes") setTimeout(look, pause);
    else location.reload(); // the list of files is as it was when the page was opened
  }

  if (state().dataset.live === "yes") setTimeout(look, EVERY);
})();
