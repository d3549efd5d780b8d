// Looks again every few seconds whether a payment has arrived, and says so once it has.
// Without this script the link on the page does.
"use strict";

const SOON = 2000;
const LATER = 15000;
const OFTEN = 20;

async function look(region) {
  const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
  if (!answer.ok) return answer.status === 404;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("payment");
  if (!fresh || fresh.dataset.waits === "yes") return false;
  region.replaceChildren(...fresh.childNodes);
  region.dataset.waits = fresh.dataset.waits;
  return true;
}

function watch(region) {
  if (region.dataset.waits !== "yes") return;
  const lead = region.querySelector("[data-looking]");
  if (lead) lead.textContent = lead.dataset.looking;
  let looked = 0;
  const again = async () => {
    looked += 1;
    const done = document.hidden ? false : await look(region).catch(() => false);
    if (!done) setTimeout(again, looked < OFTEN ? SOON : LATER);
  };
  setTimeout(again, SOON);
}

watch(document.getElementById("payment"));
