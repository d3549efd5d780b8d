// What is sent to a frame or another window leaves the form where it is: nothing is saved by it, and
// Wagtail goes on warning that something is not.
"use strict";

document.addEventListener("submit", (event) => {
  const target = event.submitter?.formTarget;
  if (target && target !== "_self") event.stopPropagation();
}, { capture: true });
