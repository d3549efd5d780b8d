// Ticks everybody at once, copies numbers and addresses, prints.
// Without this script the link ticks everybody anew from the server, and what is to be copied
// stands in a field.
"use strict";

function ticks() {
  return [...document.querySelectorAll("input[name=claim][type=checkbox]")];
}

function tickAll(event) {
  event.preventDefault();
  const all = ticks();
  const on = all.some((tick) => !tick.checked);
  for (const tick of all) tick.checked = on;
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
}

document.querySelectorAll("[data-tick-all]").forEach((it) => it.addEventListener("click", tickAll));
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
