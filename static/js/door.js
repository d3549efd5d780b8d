// Attendance on a phone: each tap is kept on the phone at once and sent when there is network.
// Without this script, or where a phone keeps nothing, each tap is a form that is sent.
"use strict";

(async () => {
  const EVERY = 10_000;
  const LONGEST = 60_000;
  const root = document.querySelector("[data-door]");
  const inAddress = /\/check-in\/(\d+)\//.exec(window.location.pathname);
  const occurrence = Number(root.dataset.occurrence || (inAddress && inAddress[1]));
  if (!window.isSecureContext || !occurrence) return;
  try {
    await Door.store.open();
  } catch {
    return;
  }

  const { store } = Door;
  const page = Door.page(root);
  const { words, find } = page;
  const now = { q: "", day: "", last: null, failed: false, gone: "", lost: null };
  let timer = 0;
  let failures = 0;
  let sending = false;
  let newest = 0;

  // Two taps never have the same time; two phones hardly ever.
  function moment() {
    newest = Math.max(newest + 0.001, Date.now() + Math.floor(Math.random() * 1000) / 1000);
    return newest;
  }

  function soon(wait = 300) {
    clearTimeout(timer);
    timer = setTimeout(round, wait);
  }

  async function keep(item) {
    await store.add({ tap: crypto.randomUUID(), occurrence, day: now.day, at: moment(), ...item });
    await refresh();
    soon();
  }

  async function tap(registration, present) {
    now.last = { registration, present };
    await keep({ registration, present });
  }

  async function view(kept) {
    const today = Door.today(kept.roster, Date.now() - kept.ahead);
    now.day = now.day || today;
    const queue = await store.queue(occurrence);
    const here = Door.here(kept, queue, now.day);
    const mayTap = Date.now() - kept.ahead >= kept.roster.begins;
    return { ...now, today, kept, queue, here, mayTap, refused: await store.of("refused", occurrence) };
  }

  let shown = Promise.resolve();
  function refresh() {
    shown = shown.then(show, show);
    return shown;
  }

  async function show() {
    const lost = await store.clearExpired(Date.now());
    if (lost[occurrence]) Object.assign(now, { gone: "over", lost: lost[occurrence] });
    const kept = await store.list(occurrence);
    if (kept && page.canShowList()) {
      page.showList(await view(kept));
      return;
    }
    const waiting = (await store.queue(occurrence)).length;
    const said = now.gone ? words.gone[now.gone] : words.known("noList");
    const cleared = Boolean(now.gone) && !kept && !["nobody", "early"].includes(now.gone);
    page.showGone(said, { lost: now.lost, waiting, cleared, signIn: now.gone === "nobody" });
  }

  // Send what waits and hear what the others tapped; then again in a while.
  async function round() {
    if (sending) return;
    sending = true;
    try {
      told(await Door.send(occurrence));
    } catch {
      failures += 1;
      now.failed = true;
      navigator.serviceWorker?.ready.then((it) => it.sync?.register("door")).catch(() => {});
    }
    sending = false;
    await refresh();
    await again();
  }

  function told({ state, lost }) {
    [failures, now.failed] = [0, false];
    if (state !== "open") Object.assign(now, { gone: state, lost: more(now.lost, lost) });
    else if (page.canShowList()) now.gone = "";
    else window.location.reload();
  }

  // Past its time, what waits is sent before it is deleted, if it can be. Nothing is shown before.
  async function sendLast() {
    const kept = await store.list(occurrence);
    if (!kept || Date.now() < kept.expires || !navigator.onLine) return;
    try {
      told(await Door.send(occurrence));
    } catch {
      // no network after all
    }
  }

  function more(before, came) {
    return {
      taps: (before?.taps || 0) + came.taps,
      walkIns: (before?.walkIns || 0) + came.walkIns,
    };
  }

  async function again() {
    const waits = (await store.queue(occurrence)).length > 0;
    if (failures) soon(Math.min(LONGEST, 2500 * 2 ** Math.min(failures, 6)));
    else if (now.gone) clearTimeout(timer);
    else if (waits) soon();
    else if (!document.hidden) soon(EVERY);
  }

  async function write(form) {
    const typed = Object.fromEntries(["name", "email", "phone"].map((it) => [it, form.elements[it].value.trim()]));
    find("error").textContent = typed.name ? "" : words.say("nameless");
    if (!typed.name) {
      form.elements.name.focus();
      return;
    }
    form.reset();
    await keep(typed);
    find("add").open = false;
    find("add").querySelector("summary").focus();
  }

  root.addEventListener("click", async (event) => {
    const button = event.target.closest("button, a[data-day]");
    if (!button) return;
    const person = button.closest("[data-pk]");
    if (person || "undo" in button.dataset || "read" in button.dataset || button.dataset.day) event.preventDefault();
    if (person) await tap(Number(person.dataset.pk), button.getAttribute("aria-pressed") !== "true");
    else if ("undo" in button.dataset && now.last) await tap(now.last.registration, !now.last.present);
    else if (button.dataset.read) await store.read(button.dataset.read);
    else if (button.dataset.day) Object.assign(now, { day: button.dataset.day, last: null });
    else return;
    await refresh();
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches("[data-add-form]")) write(event.target);
  });
  root.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    now.q = event.target.value;
    refresh();
  });
  const wake = () => {
    if (document.hidden) return;
    refresh();
    soon(0);
  };
  document.addEventListener("visibilitychange", wake);
  for (const event of ["online", "pageshow"]) window.addEventListener(event, wake);
  window.addEventListener("offline", () => {
    now.failed = true;
    refresh();
  });
  setInterval(refresh, 5000);
  navigator.serviceWorker?.register("/check-in/sw.js", { scope: "/check-in/" }).catch(() => {});

  const { state } = root.dataset;
  find("search-button")?.setAttribute("hidden", ""); // it searches as one types
  if (state === "open") {
    const told = document.getElementById("door-roster");
    await store.keep(occurrence, JSON.parse(told.textContent), Date.now());
    told.remove();
    now.day = root.dataset.chosen || "";
    now.q = find("search").elements.q.value;
  } else if (state !== "shell") {
    now.gone = state;
  }
  await sendLast();
  await refresh();
  root.dataset.ready = "";
  soon(0);
})();
