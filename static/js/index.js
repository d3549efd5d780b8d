// Shows what the filter finds as soon as something is chosen, without leaving the field.
// Without this script the form has a button, and everything else is a link.
"use strict";

const form = document.querySelector("[data-filter]");
let asking = new AbortController();

function address() {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(chosen).toString();
  return form.action.split(/[?#]/)[0] + (query && `?${query}`);
}

function take(page, selector) {
  const [old, fresh] = [document, page].map((it) => it.querySelector(selector));
  const chosen = fresh.value; // options that are moved one by one choose anew
  old.replaceChildren(...fresh.childNodes);
  if (chosen !== undefined) old.value = chosen;
}

function takeLanguages(page) {
  const fresh = [...page.querySelectorAll(".languages")];
  document.querySelectorAll(".languages").forEach((old, n) => old.replaceWith(fresh[n]));
}

function show(page, url) {
  const part = document.querySelector("[data-results]");
  part.removeAttribute("aria-busy");
  take(page, "[data-results]");
  take(page, "[data-free]");
  page.querySelectorAll("select").forEach((it) => take(page, `#${it.id}`));
  takeLanguages(page);
  document.title = page.title;
  history.replaceState(null, "", url);
  form.querySelector("[data-said]").textContent = part.querySelector("#found").textContent.trim();
}

async function ask() {
  const url = address();
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  document.querySelector("[data-results]").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(answer.status);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), url);
  } catch {
    if (!signal.aborted) location.assign(url);
  }
}

form.addEventListener("change", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
form.querySelector("[data-send]").hidden = true;
