// The door's application: a ticket in, a word out, with or without network. Whatever was said is on the disk before it is said.

import { Camera } from "./camera.js";
import { Reader, isReference, lookupOf, tidy, unseal } from "./codes.js";
import { decide, shut } from "./decide.js";
import { keepFresh } from "./fresh.js";
import { Line } from "./queue.js";
import { Screen } from "./screen.js";
import { keepChoice, signal } from "./sounds.js";
import * as store from "./store.js";

const { language, version, ed25519, worker } = document.body.dataset;
const CODE = /#([\w-]{16,64})$/;

const find = (name) => document.querySelector(`[data-${name}]`);
const screen = new Screen();
const line = new Line(language, version);
const ticketForm = find("ticket-form");
const camera = new Camera(find("camera"), (text) => (line.token ? take(text) : enrol(text)));

let reader = null;
let turn = Promise.resolve(); // One ticket at a time, in the order in which they were held up.

// ------------------------------------------------------------------ a ticket

/** Deals with what was scanned or typed; resolves when it is said. */
function take(text) {
  turn = turn.then(() => dealWith(text)).catch((trouble) => console.error(trouble));
  return turn.then(() => true);
}

async function dealWith(text) {
  const typed = tidy(text);
  if (!typed) return;
  if (isReference(typed)) {
    await byReference(typed);
    return;
  }
  const ticket = await reader.read(typed);
  const { event, sittings } = line.about;
  const lookup = ticket && (await lookupOf(ticket.event, ticket.code));
  const [sealed, before] = lookup ? await Promise.all([store.row(lookup), store.entry(lookup)]) : [];
  const known = sealed ? await unseal(event, ticket.code, lookup, sealed).catch(() => undefined) : sealed;
  const now = line.now();
  const decided = decide({ ticket, event, line: known, before, sittings, now, closed: shut(line.about, now) });
  const holder = { name: known?.n, reference: known?.r, notes: known?.w, party: known?.p };
  if (!decided.told) {
    say({ kind: decided.kind, detail: screen.word(decided.why) });
    return;
  }
  const seats = [lookup];
  if (decided.told === "already") {
    await keep(newScan(seats, "already"), {});
    sayAlready(decided, holder, before && (() => undo(before.id, seats, holder)));
    line.sync();
    return;
  }
  await letIn(seats, holder, decided);
}

/**
 * Lets seats in: asks the house first where it can be reached, and else gives this phone's own word; not where `houseAlone`
 * may say it.
 */
async function letIn(seats, holder, { provisional = false, houseAlone = false } = {}) {
  const scan = newScan(seats, "asked", provisional);
  const entered = (noted) => Object.fromEntries(seats.map((lookup) => [lookup, noted]));
  await keep(scan, entered({ id: scan.id, at: scan.at }));
  const answer = await line.asked(scan);
  if (answer) {
    await sayAnswer(scan, answer, holder);
    return;
  }
  if (houseAlone) {
    await store.dropScan(scan.id, seats);
    await showState();
    say({ kind: "refused", detail: screen.word("offlineReference"), sound: "offline" });
    return;
  }
  const own = { ...scan, told: "welcome" };
  await keep(own, entered({ id: own.id, at: own.at }));
  sayWelcome(own, holder, provisional ? screen.word("provisional") : "");
  if (navigator.onLine) line.sync();
}

function newScan(seats, told, provisional = false) {
  const { event, door } = line.about;
  const at = Math.round(line.now());
  return { id: crypto.randomUUID(), kind: "scan", event, at, offset: line.offset, door, seats, told, provisional };
}

async function keep(scan, entered) {
  await store.keepScan(scan, entered);
  await showState();
}

/** What the house says of a scan that waited for it. */
async function sayAnswer(scan, { seats }, holder) {
  const inNow = seats.filter((seat) => seat.outcome === "entered");
  const others = seats.filter((seat) => seat.outcome !== "entered");
  await store.forgetEntries(others.map((seat) => seat.seat));
  await showState();
  if (inNow.length) {
    const [first] = inNow;
    const known = { name: holder.name || first.name, reference: holder.reference || first.reference };
    const detail = inNow.length > 1 ? screen.word("entered", { number: inNow.length }) : "";
    sayWelcome(scan, { ...known, notes: first.notes.length ? first.notes : holder.notes, party: holder.party }, detail);
    return;
  }
  const [first] = others;
  const known = { name: first?.name || holder.name, reference: first?.reference || holder.reference };
  if (first?.at) sayAlready({ at: first.at, door: first.door }, known);
  else say({ kind: "refused", detail: first?.message || screen.word("notOurs") });
}

/** A reference is worth something to the house alone: all seats of the registration come with it. */
async function byReference(reference) {
  const answer = line.isReached || navigator.onLine ? await line.search(reference) : null;
  if (!answer) {
    say({ kind: "refused", detail: screen.word("offlineReference"), sound: "offline" });
  } else if (!answer.found.length) {
    say({ kind: "refused", detail: screen.word("nobody") });
  } else if (answer.found.length === 1 || screen.isKiosk) {
    await admit(answer.found);
  } else {
    screen.found(answer, admit);
  }
}

/** People picked by name or reference come in: those of them who may. Where none may, the house says why. */
function admit(people) {
  screen.found(null);
  const able = people.filter((person) => person.can_enter);
  const coming = able.length ? able : people;
  const [first] = coming;
  return letIn(
    coming.map((person) => person.seat),
    { name: coming.length === 1 || screen.isKiosk ? first.name : "", reference: first.reference },
    { houseAlone: !able.length },
  );
}

async function undo(id, seats, { name, reference }) {
  const { event, door } = line.about;
  const taken = { id: crypto.randomUUID(), kind: "undo", event, at: Math.round(line.now()), offset: line.offset, door, seats: [], undoes: id };
  await keep(taken, Object.fromEntries(seats.map((lookup) => [lookup, null])));
  screen.unnote(id);
  say({ kind: "undone", name, reference });
  ticketForm.elements.ticket.focus();
  line.sync();
}

// ------------------------------------------------------------------ words

function say({ sound, heading, ...verdict }) {
  // The reasons speak to staff, of the person; at a kiosk it is the person who reads, and whoever stands behind them.
  const detail = screen.isKiosk && verdict.kind === "refused" ? screen.word("seeStaff") : verdict.detail;
  screen.say({ heading: heading ?? screen.word(verdict.kind), ...verdict, detail });
  signal(sound ?? verdict.kind, find("sound").checked);
}

function sayWelcome(scan, { name, reference, notes, party }, detail) {
  const back = () => undo(scan.id, scan.seats, { name, reference });
  const several = party > 1 && !detail ? screen.word("party", { number: party }) : detail;
  if (screen.isKiosk) {
    say({ kind: "welcome", heading: name ? screen.word("welcomeName", { name }) : undefined, detail });
    return;
  }
  say({ kind: "welcome", name, reference, notes, detail: several, undo: back });
  screen.note({ id: scan.id, name, reference, at: scan.at, undo: back });
}

function sayAlready({ why, at, door }, { name, reference }, back = null) {
  const how = why === "here" ? "here" : door ? "there" : "since";
  const detail = at ? screen.word(how, { time: screen.time(at), door }) : "";
  say({ kind: "already", name: screen.isKiosk ? "" : name, reference, detail, undo: back });
}

async function showState() {
  screen.state({ line, waiting: (await line.waiting()).length });
}

// ------------------------------------------------------------------ becoming a device, and ceasing to be one

async function enrol(address) {
  const code = CODE.exec(address.trim())?.[1];
  if (!code) {
    screen.error("enrol-error", screen.word("notACode"));
    return true;
  }
  try {
    await line.enrol(code, version);
  } catch (trouble) {
    screen.error("enrol-error", trouble.problem?.message || screen.word("noHouse"));
    return true;
  }
  screen.error("enrol-error", "");
  await begin();
  if (line.about) say({ kind: "welcome", heading: line.device, detail: screen.word("ready") });
  return true;
}

async function begin() {
  screen.view(line.about);
  if (!line.about) return;
  reader = new Reader(line.about.keys, ed25519);
  await showState();
  ticketForm.elements.ticket.focus({ preventScroll: true });
}

async function ended(why) {
  reader = null;
  camera.stop();
  screen.view(null);
  screen.ended(why, (await store.queued()).length);
}

async function leave() {
  await line.sync();
  const { length } = await line.toSend();
  if (length) {
    screen.error("leave-error", screen.word("leaveUnsent", { number: length }));
    return;
  }
  find("leave-panel").hidden = true;
  await line.leave().catch((trouble) => line.failed(trouble));
}

// ------------------------------------------------------------------ hands

function listen() {
  ticketForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = ticketForm.elements.ticket;
    const text = field.value;
    // A reader that types is faster than the answer: the field is free for its next ticket at once.
    field.value = "";
    screen.found(null);
    take(text).then(() => {
      // What was refused comes back to be corrected, unless the next one is being typed.
      if (isReference(tidy(text)) && find("verdict")?.dataset.verdict === "refused" && !field.value) {
        field.value = text;
        field.select();
      }
    });
    field.focus();
  });
  find("search-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = event.target.elements.words.value.trim();
    if (!words) return;
    const answer = await line.search(words);
    screen.found(answer ?? { found: [], sentence: "offlineSearch" }, admit);
  });
  find("enrol-form").addEventListener("submit", (event) => {
    event.preventDefault();
    enrol(event.target.elements.address.value);
  });
  find("sync").addEventListener("click", () => line.sync());
  find("leave").addEventListener("click", () => {
    find("leave-panel").hidden = false;
    find("leave-no").focus();
  });
  find("leave-no").addEventListener("click", () => (find("leave-panel").hidden = true));
  find("leave-yes").addEventListener("click", leave);
  line.addEventListener("moved", showState);
  line.addEventListener("over", () => screen.forget());
  line.addEventListener("ended", (event) => ended(event.detail));
  // At a kiosk whatever is typed is a ticket, wherever the focus went.
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, button, a, summary");
    if (screen.isKiosk && !isTyping && event.key.length === 1) ticketForm.elements.ticket.focus();
  });
  addEventListener("hashchange", fromAddress);
}

/** The organiser's code, when the page was opened by it. The address forgets it at once. */
async function fromAddress() {
  if (!CODE.test(location.hash)) return;
  const address = location.hash;
  history.replaceState(null, "", location.pathname);
  await enrol(address);
}

async function start() {
  keepChoice(find("sound"));
  camera.offer();
  listen();
  navigator.serviceWorker
    ?.register(worker, { scope: "/door/" })
    .then((registration) => keepFresh(registration, () => camera.isOn))
    .catch(() => {});
  navigator.storage?.persist?.();
  await line.load();
  await begin();
  if (!line.about) await ended(find("ended").hidden ? "" : "revoked");
  await fromAddress();
  await line.sync();
  document.body.dataset.started = "";
}

start();
