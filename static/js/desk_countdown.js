// The seconds until a mail leaves, counted down; then the page says anew where it stands.
// Without this script, loading the page again does the same.
"use strict";

const shown = document.querySelector("[data-seconds-left]");

function words(seconds) {
  const rest = String(seconds % 60).padStart(2, "0");
  return shown.dataset.text.replace("{left}", `${Math.floor(seconds / 60)}:${rest}`);
}

if (shown) {
  const end = Date.now() + 1000 * Number(shown.dataset.secondsLeft);
  const tick = setInterval(() => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    shown.textContent = words(left);
    if (left) return;
    clearInterval(tick);
    setTimeout(() => location.reload(), 8000);
  }, 1000);
}
