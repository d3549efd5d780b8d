// Shows the study fields to students only, and works out the semester while one chooses.
// Without this script all fields are there, and the server works it out.
"use strict";

// Must count as contacts/domain/stages.py does: half-years begin in February and September.
function halfYear(year, month) {
  if (month >= 9) return year * 2 + 1;
  return month >= 2 ? year * 2 : year * 2 - 1;
}

function semesterOn(startYear, startMonth, firstDay) {
  const [year, month] = firstDay.split("-").map(Number);
  return halfYear(year, month) - halfYear(startYear, startMonth) + 1;
}

function watch(study) {
  const form = study.closest("form");
  const said = study.querySelector("[data-first-day]");
  const stages = study.dataset.study.split(" ");
  const show = () => {
    study.hidden = !stages.includes(form.elements.stage.value);
    const year = Number(form.elements.start_year.value);
    const month = Number(form.elements.start_month.value);
    const n = year && month ? semesterOn(year, month, said.dataset.firstDay) : 0;
    said.hidden = n < 1;
    said.textContent = n < 1 ? "" : said.dataset.words.replace("{n}", n);
    const named = form.elements.school_name.closest(".field");
    named.hidden = !["other", "abroad"].includes(form.elements.school.value);
  };
  form.addEventListener("change", show);
  show();
}

document.querySelectorAll("[data-study]").forEach(watch);
