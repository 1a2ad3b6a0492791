// The door: reads tickets by camera, sends them one at a time, says the verdict aloud. Without it the forms still work.

const SAME_AGAIN_MS = 4000; // A ticket held in front of the camera is one scan, not twenty.
const LOOK_EVERY_MS = 150;
const WIDEST = 720; // Pixels a frame is reduced to: enough for a ticket at arm's length, cheap on a low-end phone.

const verdict = document.getElementById("verdict");
const ticketForm = document.querySelector("[data-ticket-form]");
const undoForm = document.querySelector("[data-undo-form]");
const partyForm = document.querySelector("[data-party-form]");
const camera = document.querySelector("[data-camera]");

// ------------------------------------------------------------------ one message at a time

/** Shows one of the camera's sentences, or none. */
function say(what) {
  for (const line of camera.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== what;
}

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
    say("offline");
    signal("offline");
    return false;
  }
}

/** The fragment is our own server's markup, the same as in the page. */
function show(markup) {
  verdict.replaceChildren(document.createRange().createContextualFragment(markup));
  const said = verdict.querySelector("[data-verdict]");
  if (!said) return;
  said.classList.add("fresh");
  signal(said.dataset.verdict);
  if (camera.classList.contains("on")) say("ready");
  else if (!camera.querySelector("[data-say=offline]").hidden) say("");
}

// ------------------------------------------------------------------ sound and vibration

const SOUNDS = {
  welcome: { tones: [660, 880], shake: [80] },
  already: { tones: [440, 440], shake: [60, 60, 60] },
  refused: { tones: [330, 220], shake: [250] },
  offline: { tones: [220], shake: [250, 80, 250] },
  undone: { tones: [520], shake: [40] },
};
const soundBox = document.querySelector("[data-sound]");
let speaker = null;

function signal(kind) {
  const { tones, shake } = SOUNDS[kind] ?? SOUNDS.undone;
  if (!soundBox?.checked) return;
  navigator.vibrate?.(shake);
  if (!window.AudioContext) return;
  speaker ??= new AudioContext();
  tones.forEach((pitch, place) => {
    const start = speaker.currentTime + place * 0.14;
    const tone = speaker.createOscillator();
    const loudness = speaker.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.15, start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.13);
    tone.connect(loudness).connect(speaker.destination);
    tone.start(start);
    tone.stop(start + 0.14);
  });
}

function keepSoundChoice() {
  soundBox.closest("label").hidden = false;
  soundBox.checked = localStorage.getItem("door.sound") !== "off";
  soundBox.addEventListener("change", () => localStorage.setItem("door.sound", soundBox.checked ? "on" : "off"));
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

// ------------------------------------------------------------------ camera

let stream = null;
let timer = null;
let wakeLock = null;
let last = { text: "", at: 0 };

/** A function from a video to the text of the code in sight, or null. The browser's own reader where there is one. */
async function reader() {
  const native = window.BarcodeDetector;
  if (native && (await native.getSupportedFormats()).includes("qr_code")) {
    const detector = new native({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  await import(camera.dataset.jsqr); // An older bundle: it leaves itself on the window.
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || null;
  };
}

async function start() {
  const video = camera.querySelector("video");
  const button = camera.querySelector("[data-start]");
  button.disabled = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 } },
      audio: false,
    });
  } catch (trouble) {
    say(trouble.name === "NotAllowedError" ? "refused" : "missing");
    button.disabled = false;
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  camera.classList.add("on");
  button.disabled = false;
  showTools(true);
  say("ready");
  navigator.wakeLock?.request("screen").then((lock) => (wakeLock = lock), () => {});
  look(video, await reader());
}

function stop() {
  clearTimeout(timer);
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  wakeLock?.release();
  wakeLock = null;
  camera.classList.remove("on");
  camera.querySelector("video").hidden = true;
  showTools(false);
  say("");
}

function showTools(isOn) {
  camera.querySelector("[data-start]").hidden = isOn;
  camera.querySelector("[data-stop]").hidden = !isOn;
}

/** Looks at the picture again and again; while a ticket is on its way to the server nothing else is read. */
async function look(video, read) {
  if (!stream) return;
  const text = video.readyState >= 2 ? await read(video).catch(() => null) : null;
  const now = performance.now();
  if (text && (text !== last.text || now - last.at > SAME_AGAIN_MS)) {
    const reached = await send(ticketForm, { ticket: text });
    // A ticket that did not get through is read again at once.
    last = { text: reached ? text : "", at: performance.now() };
  } else if (text) {
    last.at = now; // Still the same ticket in the hand.
  }
  timer = setTimeout(look, LOOK_EVERY_MS, video, read);
}

function offerCamera() {
  if (!navigator.mediaDevices?.getUserMedia) {
    say(window.isSecureContext ? "missing" : "insecure");
    return;
  }
  say("");
  showTools(false);
  camera.querySelector("[data-start]").addEventListener("click", start);
  camera.querySelector("[data-stop]").addEventListener("click", stop);
  // A phone in a pocket does not film.
  document.addEventListener("visibilitychange", () => document.hidden && stream && stop());
}

if (ticketForm) {
  ticketForm.addEventListener("submit", sendTyped);
  undoForm.addEventListener("submit", sendUndo);
  partyForm.addEventListener("submit", sendParty);
  keepSoundChoice();
  offerCamera();
  // What a reload says again was said once: no sound, but the field is ready for the next ticket.
  if (verdict.querySelector("[data-verdict]") || !location.hash) ticketForm.elements.ticket.focus({ preventScroll: true });
}
