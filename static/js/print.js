// A button that prints the page; without scripts, the sentence beside it says how.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const sentence of document.querySelectorAll("[data-print-instead]")) {
  sentence.hidden = true;
}
