// The door: reads tickets by camera, sends them one at a time, says the verdict aloud. Without it the forms still work.

import { Camera } from "./door-app/camera.js";
import { keepChoice, signal } from "./door-app/sounds.js";

const verdict = document.getElementById("verdict");
const ticketForm = document.querySelector("[data-ticket-form]");
const undoForm = document.querySelector("[data-undo-form]");
const partyForm = document.querySelector("[data-party-form]");
const soundBox = document.querySelector("[data-sound]");
const section = document.querySelector("[data-camera]");
const camera = section && new Camera(section, (ticket) => send(ticketForm, { ticket }));

// ------------------------------------------------------------------ one message at a time

/** Sends a form as the script does, and shows the verdict that comes back. Answers whether the server was reached. */
async function send(form, fields) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      redirect: "manual",
      signal: AbortSignal.timeout(15000),
    });
    // Signed out, or the pass has ended: the page itself will say so.
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
      location.reload();
      return false;
    }
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    show(await answer.text());
    return true;
  } catch {
    camera.say("offline");
    signal("offline", soundBox.checked);
    return false;
  }
}

/** The fragment is our own server's markup, the same as in the page. */
function show(markup) {
  verdict.replaceChildren(document.createRange().createContextualFragment(markup));
  const said = verdict.querySelector("[data-verdict]");
  if (!said) return;
  said.classList.add("fresh");
  signal(said.dataset.verdict, soundBox.checked);
  if (camera.isOn) camera.say("ready");
  else if (camera.isSaying("offline")) camera.say("");
}

// ------------------------------------------------------------------ typed codes and the way back

function sendTyped(event) {
  event.preventDefault();
  const field = ticketForm.elements.ticket;
  // One at a time: a second press while the first is under way is the same ticket.
  if (ticketForm.hasAttribute("aria-busy")) return;
  ticketForm.setAttribute("aria-busy", "true");
  send(ticketForm, {}).then((reached) => {
    ticketForm.removeAttribute("aria-busy");
    if (!reached) return;
    const refused = verdict.querySelector("[data-verdict=refused]");
    // What was refused stays, to be corrected; what was taken makes room for the next.
    if (refused) field.select();
    else field.value = "";
    field.focus();
  });
}

function sendUndo(event) {
  event.preventDefault();
  const button = event.submitter;
  if (!button || undoForm.hasAttribute("aria-busy")) return;
  undoForm.setAttribute("aria-busy", "true");
  send(undoForm, { seat: button.value }).then(() => {
    undoForm.removeAttribute("aria-busy");
    ticketForm.elements.ticket.focus();
  });
}

/** The others of a party, with one press. */
function sendParty(event) {
  event.preventDefault();
  const button = event.submitter;
  if (!button || partyForm.hasAttribute("aria-busy")) return;
  partyForm.setAttribute("aria-busy", "true");
  send(partyForm, { seats: button.value }).then(() => {
    partyForm.removeAttribute("aria-busy");
    ticketForm.elements.ticket.focus();
  });
}

if (ticketForm) {
  ticketForm.addEventListener("submit", sendTyped);
  undoForm.addEventListener("submit", sendUndo);
  partyForm.addEventListener("submit", sendParty);
  keepChoice(soundBox);
  camera.offer();
  // What a reload says again was said once: no sound, but the field is ready for the next ticket.
  if (verdict.querySelector("[data-verdict]") || !location.hash) ticketForm.elements.ticket.focus({ preventScroll: true });
}
