// Hides questions whose condition is not met. Without it they stand there, each with its condition in words; which of
// them counts is decided on the server either way.

/** What was answered in a field, as a list: of boxes and buttons those that are chosen. */
function answered(part, name) {
  const controls = part.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  return [...controls]
    .filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked)
    .map((control) => (control.value === "on" ? "yes" : control.value));
}

/** Later questions may depend on earlier ones that are hidden themselves: in the order of the page. */
function show(part) {
  const prefix = part.dataset.prefix ?? "";
  const hidden = new Set();
  for (const question of part.querySelectorAll(".question")) {
    const { shownIf, shownValue } = question.dataset;
    const isAsked = !shownIf || (!hidden.has(prefix + shownIf) && answered(part, prefix + shownIf).includes(shownValue));
    question.hidden = !isAsked;
    if (!isAsked) for (const control of question.querySelectorAll("[name]")) hidden.add(control.name);
  }
}

for (const part of document.querySelectorAll("[data-questions]")) {
  part.classList.add("is-live");
  part.addEventListener("change", () => show(part));
  show(part);
}
window.addEventListener("pageshow", () => document.querySelectorAll("[data-questions]").forEach(show));
