// The service worker of the page at the door. `SHELL` and `FILES` stand in the script that loads it.
// What is kept for later holds nobody's name: pages from the network are never kept.
"use strict";

const KEPT = "door-" + FILES.join().length + "-" + hash(FILES.join());
const PATIENCE = 6000;

function hash(text) {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) | 0;
  return sum >>> 0;
}

async function keepFiles() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
}

async function takeOver() {
  const names = (await caches.keys()).filter((name) => name.startsWith("door-") && name !== KEPT);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request) {
  const patience = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    const response = await Promise.race([fetch(request), patience]);
    if (response.status < 500) return response;
  } catch {
    // no network, or too little of it
  }
  return (await caches.match(SHELL)) || Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(keepFiles()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "door") event.waitUntil(Door.sendEverything());
});
