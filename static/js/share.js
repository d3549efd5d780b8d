// Shares the address of a page: by the phone's own sheet where there is one, else by copying.
// Without this script the address stands there as a link.
"use strict";

for (const part of document.querySelectorAll("[data-share]")) {
  const { title, address: url } = part.dataset;
  const [plain, send, copy, said] = ["[data-plain]", "[data-send]", "[data-copy]", "[data-said]"].map(
    (it) => part.querySelector(it),
  );
  const offer = (button, act) => {
    button.hidden = button.parentElement.hidden = false;
    plain.hidden = true;
    button.addEventListener("click", act);
  };
  if (navigator.share) {
    offer(send, () => navigator.share({ title, url }).catch(() => {})); // closed without choosing
  } else if (navigator.clipboard) {
    offer(copy, async () => {
      try {
        await navigator.clipboard.writeText(url);
        said.textContent = said.dataset.said;
      } catch {
        plain.hidden = false; // not allowed: the address can be marked by hand
      }
    });
  }
}
