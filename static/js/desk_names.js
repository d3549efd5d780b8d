// A name in braces becomes a button that writes it where one last wrote.
// Without this script the names are there to read and to type.
"use strict";

let field = null;

function insert(name) {
  const start = field.selectionStart;
  field.setRangeText(name, start, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "desk-name";
  button.textContent = code.dataset.insert;
  button.setAttribute("aria-label", code.dataset.label);
  button.addEventListener("click", () => insert(code.dataset.insert));
  code.replaceWith(button);
}

const fields = document.querySelectorAll("#w-editor-form :is(textarea, input[type=text])");
for (const each of fields) each.addEventListener("focus", () => (field = each));
field = document.querySelector("#w-editor-form textarea");
if (field) document.querySelectorAll("[data-insert]").forEach(offer);
