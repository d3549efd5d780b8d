// Says, while one types a deposit, what students will read of it; without it that is said on saving.
"use strict";

const FIELDS = ["deposit", "currency", "deposit_back_until", "deposit_part_back"];

async function say(form, line) {
  const asked = new URLSearchParams({ zone: line.dataset.zone });
  for (const name of FIELDS) asked.set(name, form.elements[name].value);
  const answer = await fetch(`${line.dataset.depositRule}?${asked}`);
  const said = answer.ok ? await answer.text() : "";
  line.hidden = !said;
  line.querySelector("q").textContent = said;
}

for (const line of document.querySelectorAll("[data-deposit-rule]")) {
  const form = line.closest("form");
  let waits;
  for (const name of FIELDS) {
    form.elements[name].addEventListener("input", () => {
      clearTimeout(waits);
      waits = setTimeout(() => say(form, line), 250);
    });
  }
  say(form, line);
}
