// Sends what waits, and does what the server answers. Used by the page and by its service worker.
"use strict";

self.Door = self.Door || {};

(() => {
  const AT_ONCE = 200;
  const PATIENCE = 15000;

  function asSent(item) {
    const { tap, registration, day, present, name, email, phone, at } = item;
    return name === undefined ? { tap, registration, day, present, at } : { tap, day, name, email, phone, at };
  }

  async function post(occurrence, items) {
    const [walkIns, taps] = [true, false].map((is) => items.filter((it) => (it.name !== undefined) === is));
    const body = { now: Date.now(), taps: taps.map(asSent), walk_ins: walkIns.map(asSent) };
    const response = await fetch(`/check-in/${occurrence}/sync`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Requested-With": "XMLHttpRequest" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    const told = await response.json();
    if (!told.state) throw new Error("not answered by the office");
    return told;
  }

  // Send until nothing waits. What came of it: the state the server told, and what was lost.
  // Throws when there is no network; then everything is still there.
  Door.send = async (occurrence) => {
    let refused = 0;
    for (;;) {
      const items = (await Door.store.queue(occurrence)).slice(0, AT_ONCE);
      const told = await post(occurrence, items);
      const now = Date.now();
      await Door.store.answered(occurrence, told.answers);
      refused += told.answers.filter((answer) => answer.fate === "refused").length;
      if (told.state === "open") {
        await Door.store.keep(occurrence, told.roster, now, told.answers.length ? now : null);
      }
      const left = await Door.store.queue(occurrence);
      if (left.length && told.answers.length) continue;
      return told.state === "open" ? { state: "open" } : finish(occurrence, told.state, refused);
    }
  };

  // There is no list any more. Whoever has to sign in again may send their taps afterwards.
  async function finish(occurrence, state, refused) {
    const lost = await Door.store.clear(occurrence, { keepTaps: state === "nobody" });
    return { state, lost: { ...lost, taps: lost.taps + refused } };
  }

  Door.sendEverything = async () => {
    const waiting = new Set((await Door.store.all("queue")).map((item) => item.occurrence));
    for (const occurrence of waiting) await Door.send(occurrence);
  };
})();
