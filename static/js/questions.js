// Shows a question that waits for another's answer only once that answer is given.
// Without this script all are there, and each says what it waits for.
"use strict";

function answersTo(form, name) {
  const inputs = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  return [...inputs]
    .filter((input) => (input.tagName === "SELECT" ? true : input.checked))
    .map((input) => input.value);
}

function showWhatIsAsked(form) {
  for (const question of form.querySelectorAll("[data-only-if]")) {
    const [first] = form.querySelectorAll(`[name="${CSS.escape(question.dataset.onlyIf)}"]`);
    const isAsked = first && !first.closest(".question[hidden]");
    const answers = isAsked ? answersTo(form, question.dataset.onlyIf) : [];
    question.hidden = !answers.includes(question.dataset.answer);
  }
}

for (const form of document.querySelectorAll("form:has([data-only-if])")) {
  form.addEventListener("change", () => showWhatIsAsked(form));
  showWhatIsAsked(form);
}
