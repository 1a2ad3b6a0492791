// Enhancements every page shares. Nothing here is needed to use the site.

/** Move the reader to what is to be corrected. */
function focusErrorSummary() {
  document.querySelector("[data-error-summary]:not(.gallery *)")?.focus();
}

/** A link of the error summary reaches its field, not only its place. */
function linkToFields(event) {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (field) {
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }
}

/**
 * A second click does not send a form twice. The server would refuse the double anyway; this spares a wait.
 * The button stays enabled, so that its name and value are sent and the back button finds a form that works.
 */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-send-often")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
}

/** Coming back by the browser's button: the form may be sent again. */
function forgetSent() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
}

/** A menu closes when the reader leaves it or presses Escape. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.account[open], details.menu[open]")) {
    const leaves = event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target);
    if (!leaves) continue;
    menu.open = false;
    if (event.type === "keydown" && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
}

/** Forms that only choose what a list shows are sent as soon as a choice is made. */
function sendChoices(event) {
  const form = event.target.form;
  if (form?.hasAttribute("data-auto-submit") && event.target.matches("select, input[type=checkbox], input[type=radio]")) {
    form.requestSubmit();
  }
}

focusErrorSummary();
document.addEventListener("click", linkToFields);
document.addEventListener("submit", sendOnce);
document.addEventListener("change", sendChoices);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
window.addEventListener("pageshow", (event) => event.persisted && forgetSent());
document.addEventListener("htmx:after:swap", focusErrorSummary);
