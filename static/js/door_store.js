// What a phone keeps at the door: the list of a date until it expires by the phone's own clock, and
// what was tapped and is not sent yet. Used by the page and by its service worker.
"use strict";

self.Door = self.Door || {};

Door.store = (() => {
  const NUMBERS_KEPT = 7 * 24 * 60 * 60 * 1000;
  let opened = null;

  function open() {
    opened = opened || new Promise((resolve, reject) => {
      const request = indexedDB.open("door", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("lists", { keyPath: "occurrence" });
        request.result.createObjectStore("queue", { keyPath: "tap" });
        request.result.createObjectStore("refused", { keyPath: "tap" });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  // Do something in one transaction over all three; what `act` returns, once it is written down.
  async function inOne(mode, act) {
    const db = await open();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(["lists", "queue", "refused"], mode);
      let result;
      const store = (name) => transaction.objectStore(name);
      act(store, (value) => { result = value; });
      transaction.oncomplete = () => resolve(result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  function all(name) {
    return inOne("readonly", (store, tell) => {
      const request = store(name).getAll();
      request.onsuccess = () => tell(request.result);
    });
  }

  async function of(name, occurrence) {
    return (await all(name)).filter((row) => row.occurrence === occurrence);
  }

  async function list(occurrence) {
    return (await of("lists", occurrence))[0] || null;
  }

  async function queue(occurrence) {
    return (await of("queue", occurrence)).sort((a, b) => a.at - b.at);
  }

  // The list as the server told it at this time of the phone's clock; `sent` is when something was
  // sent last.
  async function keep(occurrence, roster, now, sent) {
    const before = (await list(occurrence)) || {};
    const kept = { occurrence, roster, ahead: now - roster.now, told: now, sent: sent || before.sent };
    kept.expires = roster.expires + kept.ahead;
    return inOne("readwrite", (store) => store("lists").put(kept));
  }

  function add(item) {
    return inOne("readwrite", (store) => store("queue").put(item));
  }

  function nameOf(registration, kept) {
    const person = kept?.roster.people.find((it) => it.pk === registration);
    return person ? `${person.first} ${person.rest}`.trim() : "";
  }

  // Each answer ends one thing that waited; what was refused is kept until somebody has read it,
  // with the name as this phone knows it: the next list may be without.
  async function answered(occurrence, answers) {
    const kept = await list(occurrence);
    return inOne("readwrite", (store) => {
      for (const { tap, fate, sentence } of answers) {
        const request = store("queue").get(tap);
        request.onsuccess = () => {
          const { registration, name } = request.result || {};
          store("queue").delete(tap);
          if (fate === "refused" && request.result) {
            const who = name || nameOf(registration, kept);
            store("refused").put({ tap, occurrence, who, sentence });
          }
        };
      }
    });
  }

  function read(tap) {
    return inOne("readwrite", (store) => store("refused").delete(tap));
  }

  // Delete everything about a date that names anybody. Taps are numbers and may stay to be sent;
  // whoever came without a place is a name, so that goes. How many of these were lost.
  async function clear(occurrence, { keepTaps }) {
    const waiting = await queue(occurrence);
    const names = waiting.filter((item) => item.name !== undefined);
    const gone = keepTaps ? names : waiting;
    const refused = await of("refused", occurrence);
    await inOne("readwrite", (store) => {
      store("lists").delete(occurrence);
      for (const { tap } of gone) store("queue").delete(tap);
      for (const { tap } of refused) store("refused").delete(tap);
    });
    return { taps: gone.length - names.length, walkIns: names.length };
  }

  // At every opening, before anything is shown. By date: how much was lost.
  async function clearExpired(now) {
    const lost = {};
    for (const kept of await all("lists")) {
      if (now >= kept.expires) {
        lost[kept.occurrence] = await clear(kept.occurrence, { keepTaps: true });
      }
    }
    const old = (await all("queue")).filter((item) => now >= item.at + NUMBERS_KEPT);
    await inOne("readwrite", (store) => old.forEach(({ tap }) => store("queue").delete(tap)));
    return lost;
  }

  return { open, all, of, list, queue, keep, add, answered, read, clear, clearExpired };
})();
