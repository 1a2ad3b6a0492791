// What stands on the screen. Names come from tickets and answers, are shown, and are kept nowhere.

const KINDS = { welcome: "success", already: "warning", refused: "error", undone: "undo" };
const KIOSK_CLEARS_MS = 7000;
const MOST_RECENT = 5;

const find = (name) => document.querySelector(`[data-${name}]`);

export class Screen {
  constructor() {
    this.words = new Map([...document.querySelectorAll("[data-word]")].map((item) => [item.dataset.word, item.textContent]));
    this.language = document.documentElement.lang;
    this.place = find("verdict-place");
    this.recent = [];
    this.clearing = null;
  }

  word(name, facts = {}) {
    const said = this.words.get(name) ?? "";
    return said.replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);
  }

  time(milliseconds) {
    const how = { hour: "numeric", minute: "2-digit", timeZone: this.zone };
    return new Intl.DateTimeFormat(this.language, how).format(new Date(milliseconds));
  }

  /** Which of the two: a device that waits for a code, or one at a door. */
  view(about) {
    const isAt = Boolean(about);
    this.zone = about?.zone;
    this.isKiosk = about?.kind === "kiosk";
    document.body.classList.toggle("kiosk", this.isKiosk);
    find("enrol-view").hidden = isAt;
    find("door-view").hidden = !isAt;
    find("camera").hidden = false;
    find("kiosk-words").hidden = !this.isKiosk;
    for (const part of ["search-form", "leave", "sync", "age"]) find(part).hidden = this.isKiosk;
    if (isAt) {
      const language = document.body.dataset.language;
      find("title").textContent = about.title[language] ?? about.title.fr;
      find("door").textContent = about.door;
    } else {
      for (const part of ["count", "chip"]) find(part).hidden = true;
      this.forget();
    }
  }

  /** Nobody's name stands here any more. */
  forget() {
    this.recent = [];
    this.showRecent();
    this.place.replaceChildren();
    this.found(null);
  }

  /** Network, queue, counts and the age of the list. */
  state({ line, waiting }) {
    const { counts, about, heard, offset, isReached } = line;
    const chip = find("chip");
    const name = `${isReached ? "online" : "offline"}${waiting ? "Waiting" : ""}`;
    chip.textContent = this.word(name, { number: waiting });
    chip.dataset.state = isReached ? (waiting ? "sending" : "on") : "off";
    chip.hidden = !about;
    find("count").hidden = !counts || this.isKiosk;
    if (counts) {
      find("present").textContent = counts.present;
      find("registered").textContent = counts.registered;
      find("by-door").textContent = counts.doors.map(({ door, present }) => ` · ${door} ${present}`).join("");
    }
    find("heard").textContent = heard ? this.word("listOf", { time: this.time(heard + offset) }) : "";
    const minutes = Math.round(Math.abs(offset) / 60_000);
    find("clock").hidden = minutes < 1;
    find("clock").textContent = this.word("clock", { number: minutes });
  }

  /** The verdict: {kind, heading, name, reference, detail, notes, undo}. `undo` is called when its button is pressed. */
  say({ kind, heading, name = "", reference = "", detail = "", notes = [], undo = null }) {
    clearTimeout(this.clearing);
    const box = element("div", { class: `verdict ${kind} fresh`, "data-verdict": kind });
    const words = element("div");
    words.append(element("p", { class: "said" }, heading));
    if (name) words.append(element("p", {}, element("b", {}, element("bdi", {}, name))));
    if (reference) words.append(element("p", { class: "reference" }, reference));
    if (detail) words.append(element("p", {}, detail));
    if (notes.length) words.append(list(notes));
    box.append(document.querySelector(`template[data-icon=${KINDS[kind]}]`).content.cloneNode(true), words);
    if (undo && !this.isKiosk) box.append(this.button("undo", undo, "button quiet"));
    this.place.replaceChildren(box);
    if (this.isKiosk) this.clearing = setTimeout(() => this.place.replaceChildren(), KIOSK_CLEARS_MS);
  }

  /** One line more of what just happened, with its way back. */
  note({ id, name, reference, at, undo }) {
    this.recent = [{ id, name, reference, at, undo }, ...this.recent].slice(0, MOST_RECENT);
    this.showRecent();
  }

  unnote(id) {
    this.recent = this.recent.filter((one) => one.id !== id);
    this.showRecent();
  }

  showRecent() {
    find("recent").hidden = this.isKiosk || !this.recent.length;
    find("recent-list").replaceChildren(
      ...this.recent.map(({ name, reference, at, undo }) => {
        const who = element("div", {}, element("b", {}, element("bdi", {}, name || reference || "…")));
        who.append(element("br"), this.time(at));
        return element("li", {}, who, this.button("undoShort", undo, "button quiet", name));
      }),
    );
  }

  /** People found, each with a button; or a sentence. `admit` gets the seats that were picked. */
  found(answer, admit) {
    const place = find("found");
    const words = find("found-words");
    place.hidden = !answer;
    if (!answer) return;
    const sentence = answer.sentence ?? (answer.found.length ? (answer.more ? "moreNamed" : "") : "nobodyNamed");
    words.textContent = this.word(sentence);
    words.hidden = !sentence;
    find("found-list").replaceChildren(
      ...(answer.found ?? []).map((person) => {
        const who = element("div", {}, element("b", {}, element("bdi", {}, person.name)), element("br"));
        const at = person.at ? ` ${this.time(person.at)}` : "";
        who.append(element("span", { class: "reference" }, person.reference), ` · ${person.state_label}${at}`);
        const item = element("li", {}, who);
        if (person.can_enter) item.append(this.button("checkIn", () => admit([person]), "button onDark", person.name));
        return item;
      }),
    );
    const together = answer.is_reference ? answer.found.filter((person) => person.can_enter) : [];
    const all = find("found-all");
    all.hidden = together.length < 2;
    all.textContent = this.word("checkInAll", { number: together.length });
    all.onclick = () => admit(together);
    place.focus();
  }

  button(word, press, kind, about = "") {
    const made = element("button", { class: kind, type: "button" }, this.word(word));
    if (about) made.append(element("span", { class: "unseen" }, ` ${about}`));
    made.addEventListener("click", press);
    return made;
  }

  /** Why there is no list here any more, and what was not sent. */
  ended(why, unsent) {
    find("ended").textContent = this.word(why);
    find("ended").hidden = !why;
    find("unsent").textContent = this.word("unsent", { number: unsent });
    find("unsent").hidden = !unsent;
  }

  error(name, sentence) {
    find(name).textContent = sentence;
    find(name).hidden = !sentence;
  }
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function list(texts) {
  return element("ul", { class: "door-notes" }, ...texts.map((text) => element("li", {}, text)));
}
