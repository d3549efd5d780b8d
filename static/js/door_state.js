// Who is here, by the server's list and by what this phone has tapped since: the newest tap counts.
"use strict";

self.Door = self.Door || {};

// `kept` is the list as the store keeps it, `queue` what waits to be sent.
Door.here = (kept, queue, day) => {
  const newest = new Map();
  for (const { pk } of kept.roster.people) {
    newest.set(pk, kept.roster.taps[`${pk} ${day}`] || [false, -Infinity]);
  }
  for (const item of queue) {
    const at = item.at - kept.ahead;
    const known = newest.get(item.registration);
    if (known && item.day === day && at >= known[1]) newest.set(item.registration, [item.present, at]);
  }
  return new Set([...newest].filter(([, [present]]) => present).map(([pk]) => pk));
};

// Lower case, plain letters, one way to write each: must count as office/folding.py does.
Door.fold = (text) => {
  const others = { æ: "a", œ: "o", ø: "o", đ: "d", ð: "d", þ: "t", ł: "l", ß: "s", ı: "i" };
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const ascii = plain.replace(/./gu, (letter) => others[letter] || letter);
  return ascii.replace(/aa|ae/g, "a").replace(/oe/g, "o").trim();
};

// The day it is where the event is; its first or last where it is another.
Door.today = (roster, now) => {
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone: roster.zone }).format(now);
  const days = roster.days.map((it) => it.day);
  return days.filter((day) => day <= local).pop() || days[0];
};
