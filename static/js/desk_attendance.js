// Narrows the list of attendance while one types a name; the server does so without this script.
"use strict";

const OTHERS = { æ: "a", œ: "o", ø: "o", đ: "d", ð: "d", þ: "t", ł: "l", ß: "s", ı: "i" };

function fold(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const letters = [...plain].map((letter) => OTHERS[letter] ?? letter).join("");
  return letters.replaceAll("aa", "a").replaceAll("ae", "a").replaceAll("oe", "o");
}

function narrow(field, list, nobody) {
  const words = fold(field.value).split(/\s+/);
  let shown = 0;
  for (const line of list.children) {
    line.hidden = !words.every((word) => line.dataset.find.includes(word));
    shown += line.hidden ? 0 : 1;
  }
  nobody.hidden = shown > 0;
}

for (const field of document.querySelectorAll("[data-find-in]")) {
  const list = document.getElementById(field.dataset.findIn);
  const nobody = document.querySelector("[data-found-nobody]");
  field.addEventListener("input", () => narrow(field, list, nobody));
}
