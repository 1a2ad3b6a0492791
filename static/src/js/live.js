// Parts of a page that follow what happens: the server says "this topic changed", the part is fetched anew.
//
//   <p data-live-state data-live-on="Live" data-live-off="Reconnecting…" data-live-refused="Sign in again" hidden></p>
//   <div data-live="desk/12" data-live-url="/en/…/figures/">…</div>
//
// Without script the page shows what it showed when it was loaded. The state element tells in words whether the page
// follows; its attribute data-live-state becomes "on", "off" or "refused" for the style sheet. After each swap the part
// fires "live:swapped", which bubbles.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const FETCH_AGAIN = 2_000;
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

/** One part of the page: at most one fetch at a time, and one more if something moved meanwhile. */
class Part {
  constructor(element) {
    this.element = element;
    this.topic = element.dataset.live;
    this.stale = false;
    this.fetching = false;
    element.addEventListener("focusout", () => this.stale && setTimeout(() => this.refresh()));
  }

  changed() {
    this.stale = true;
    this.refresh();
  }

  async refresh() {
    // Nobody looks, or somebody is writing in it: fetched when that is over.
    if (!this.stale || this.fetching || document.hidden || this.isTypedIn()) return;
    this.fetching = true;
    this.stale = false;
    let wait = 0;
    try {
      const answer = await fetch(this.element.dataset.liveUrl, {
        credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) {
        // Signed out, or not ours any more: the page itself says so better than an old figure.
        if (reloadedJustNow()) show("refused");
        else location.reload();
        return;
      }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const markup = await answer.text();
      if (this.isTypedIn()) this.stale = true;
      else this.swap(markup);
    } catch {
      this.stale = true;
      wait = FETCH_AGAIN;
    } finally {
      this.fetching = false;
    }
    if (this.stale) setTimeout(() => this.refresh(), wait);
  }

  isTypedIn() {
    const active = document.activeElement;
    return this.element.contains(active) && active.matches(TYPING);
  }

  swap(markup) {
    const active = document.activeElement;
    const focused = this.element.contains(active) ? active.id : "";
    // What the reader opened stays open: the n-th disclosure before is the n-th after.
    const open = [...this.element.querySelectorAll("details")].map((details) => details.open);
    this.element.innerHTML = markup;
    this.element.querySelectorAll("details").forEach((details, place) => (details.open = open[place] ?? details.open));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    this.element.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true }));
  }
}

/** The socket all parts of the page share; it comes back by itself. */
class Line {
  constructor(parts) {
    this.parts = parts;
    this.topics = [...new Set(parts.map((part) => part.topic))];
    this.seen = new Map();
    this.wait = FIRST_WAIT;
    this.open();
    // Back from sleep or from a tunnel: no need to wait for the next try.
    addEventListener("online", () => this.openNow());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.openNow();
      for (const part of this.parts) part.refresh();
    });
  }

  open() {
    this.timer = undefined;
    const address = new URL("/live/", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(address);
    this.socket.addEventListener("open", () => {
      for (const topic of this.topics) this.socket.send(JSON.stringify({ listen: topic }));
    });
    this.socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    this.socket.addEventListener("close", () => this.closed());
  }

  openNow() {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.open();
  }

  closed() {
    if (this.refused) return;
    show("off");
    // Spread, so that a restarted server is not asked by every desk in the same moment.
    this.timer = setTimeout(() => this.open(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  hear(news) {
    if (news.refused) {
      this.refused = true;
      show("refused");
      this.socket.close();
      return;
    }
    const topic = news.listening ?? news.changed;
    if (news.listening) {
      this.wait = FIRST_WAIT;
      show("on");
    } else if (this.seen.get(topic) === news.version) {
      return;
    }
    this.seen.set(topic, news.version);
    // Also on "listening": something may have moved since the page was made, or while the line was down.
    for (const part of this.parts) if (part.topic === topic) part.changed();
  }
}

/** A page that may be seen while its part may not would reload for ever. */
function reloadedJustNow() {
  const [entry] = performance.getEntriesByType("navigation");
  return entry?.type === "reload" && performance.now() < 10_000;
}

function show(state) {
  for (const element of document.querySelectorAll("[data-live-state]")) {
    const words = { on: element.dataset.liveOn, off: element.dataset.liveOff, refused: element.dataset.liveRefused };
    element.dataset.liveState = state;
    element.textContent = words[state] ?? "";
    element.hidden = !element.textContent;
  }
}

const parts = [...document.querySelectorAll("[data-live][data-live-url]")].map((element) => new Part(element));
if (parts.length) new Line(parts);
