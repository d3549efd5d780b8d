// Shows the list at the door, or why there is none. Its words come with the page, translated.
"use strict";

self.Door = self.Door || {};

Door.words = () => {
  const known = JSON.parse(document.getElementById("door-words").textContent);
  const two = (n) => String(n).padStart(2, "0");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  return {
    gone: known.gone,
    clock: (moment) => {
      const at = new Date(moment);
      return known.clock.replace("H", two(at.getHours())).replace("i", two(at.getMinutes()));
    },
    known: (key) => known[key],
    say: (key, values) => fill(known[key], values || {}),
    several: (key, n) => fill(known[key][n === 1 ? 0 : 1], { n }),
  };
};

Door.page = (root) => {
  const words = Door.words();
  const find = (name) => root.querySelector(`[data-${name}]`);

  function put(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  function make(tag, text, data) {
    const element = document.createElement(tag);
    element.textContent = text;
    Object.assign(element.dataset, data);
    return element;
  }

  // Anew only when something changed: a finger, the focus and a screen reader stay where they are.
  function remake(list, rows, line_) {
    const shown = JSON.stringify(rows);
    if (list.dataset.shown === shown) return;
    list.replaceChildren(...rows.map(line_));
    list.dataset.shown = shown;
  }

  function dayLink({ day, label }) {
    const link = make("a", label, { day });
    link.href = `?day=${day}`;
    return link;
  }

  function showDays({ days }, view) {
    const nav = find("days");
    nav.hidden = days.length < 2;
    remake(nav, days.filter(({ day }) => day <= view.today), dayLink);
    for (const link of nav.children) {
      if (link.dataset.day === view.day) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function line(person) {
    const item = find("person").content.firstElementChild.cloneNode(true);
    item.dataset.pk = person.pk;
    put(item.querySelector("[data-first]"), person.first);
    put(item.querySelector("[data-rest]"), person.rest);
    put(item.querySelector("[data-stage]"), person.stage);
    return item;
  }

  function showPeople({ people }, view) {
    const list = find("people");
    remake(list, people, line);
    const words_ = Door.fold(view.q).split(/\s+/);
    let found = 0;
    people.forEach((person, n) => {
      const item = list.children[n];
      item.hidden = !words_.every((word) => person.folded.includes(word));
      found += item.hidden ? 0 : 1;
      const button = item.querySelector("button");
      button.setAttribute("aria-pressed", String(view.here.has(person.pk)));
      button.disabled = !view.mayTap;
    });
    find("not-found").hidden = found > 0 || !people.length;
    find("nobody").hidden = people.length > 0;
  }

  function showWalkIns({ walk_ins: known }, view) {
    const numbers = new Set(known.map((it) => it.tap));
    const mine = view.queue.filter((it) => it.name !== undefined && !numbers.has(it.tap));
    const names = [...known, ...mine].filter((it) => it.day === view.day).map((it) => it.name);
    remake(find("walk-ins"), names, (name) => make("li", name));
  }

  function showRefused(view) {
    const rows = view.refused.map(({ tap, who, sentence }) => {
      return { tap, said: `${who || words.say("somebody")}: ${sentence} ` };
    });
    remake(find("refused"), rows, refusedLine);
  }

  function refusedLine({ tap, said }) {
    const item = make("li", said);
    item.className = "notice error";
    const button = make("button", words.say("read"), { read: tap });
    button.type = "button";
    item.append(button);
    return item;
  }

  function sentLine({ queue, failed, kept }) {
    const parts = [];
    if (queue.length) parts.push(words.several("notSent", queue.length));
    if (failed) parts.push(words.say("offline"));
    if (failed && !queue.length) parts.push(words.say("listOf", { time: words.clock(kept.told) }));
    if (!parts.length && kept.sent) parts.push(words.say("sent", { time: words.clock(kept.sent) }));
    return parts.join(" · ");
  }

  function showLast({ last, kept }) {
    const box = find("last");
    const person = last && kept.roster.people.find((it) => it.pk === last.registration);
    box.hidden = !person;
    if (!person) return;
    const name = `${person.first} ${person.rest}`.trim();
    put(find("last-said"), words.say(last.present ? "in" : "out", { name }));
  }

  function showList(view) {
    const { roster } = view.kept;
    find("gone").hidden = true;
    find("list").hidden = false;
    put(find("title"), roster.title);
    const all = roster.people.length;
    put(find("count"), words.say("count", { n: view.here.size, all }));
    put(find("sent"), sentLine(view));
    find("sent").classList.toggle("waits", view.queue.length > 0 || view.failed);
    showDays(roster, view);
    showPeople(roster, view);
    showWalkIns(roster, view);
    showRefused(view);
    showLast(view);
  }

  // No list: everybody's name leaves the page as well.
  function showGone([title, lead], { lost, waiting, cleared, signIn }) {
    for (const name of ["people", "walk-ins", "refused"]) {
      find(name)?.replaceChildren();
      delete find(name)?.dataset.shown;
    }
    for (const name of ["last-said", "title", "count"]) put(find(name), "");
    find("add-form")?.reset();
    document.getElementById("door-roster")?.remove();
    if (find("list")) find("list").hidden = true;
    put(find("gone-title"), title);
    put(find("gone-lead"), lead);
    put(find("gone-cleared"), words.say("cleared"));
    find("gone-cleared").hidden = !cleared;
    find("gone-sign-in").hidden = !signIn;
    const left = [];
    if (waiting) left.push(words.several("waiting", waiting));
    if (lost?.taps) left.push(words.several("lost", lost.taps));
    if (lost?.walkIns) left.push(words.several("lostWalkIns", lost.walkIns));
    put(find("gone-left"), left.join(" "));
    find("gone-left").hidden = !left.length;
    find("gone").hidden = false;
  }

  return { words, find, showList, showGone, canShowList: () => Boolean(find("list")) };
};
