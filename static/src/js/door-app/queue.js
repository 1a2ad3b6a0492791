// Scans on their way to the house, and the list on its way back. One conversation at a time; whatever fails is tried again.

import { Refused, ask } from "./house.js";
import * as store from "./store.js";

const BATCH = 200;
const EVERY_MS = 15_000;
const ASKED_PATIENCE = 2000; // How long somebody waits at the door for the house's word before the phone gives its own.
const SLOWEST_ROUND = 4000; // Of a slower answer nobody knows when the clock was read.

export class Line extends EventTarget {
  constructor(language, version) {
    super();
    this.language = language;
    this.version = version;
    this.isReached = false;
    this.isWiped = false;
    this.mark = null; // What the house's clock said, and when, by a clock that nobody sets.
    this.busy = null;
    this.again = false;
    addEventListener("online", () => this.sync());
    addEventListener("offline", () => this.lost());
    setInterval(() => this.sync(), EVERY_MS);
  }

  async load() {
    [this.token, this.about, this.offset, this.counts, this.heard] = await Promise.all(
      ["token", "about", "offset", "counts", "heard"].map(store.fact),
    );
    this.offset ??= 0;
  }

  /** Now, by the house's clock as far as this phone knows it: not earlier because somebody put the phone's own clock back. */
  now() {
    const own = Date.now() + this.offset;
    return this.mark ? Math.max(own, this.mark.house + performance.now() - this.mark.at) : own;
  }

  get isOver() {
    return this.about ? this.now() > this.about.until : false;
  }

  /** Scans of this event that the house has not answered. */
  async waiting() {
    const all = await store.queued();
    return all.filter((scan) => scan.event === this.about?.event).sort((one, other) => one.at - other.at);
  }

  /** Of those, what is to be sent: not what the house could not read when this version of the application said it. */
  async toSend() {
    return (await this.waiting()).filter((scan) => scan.unreadable !== this.version);
  }

  async enrol(code, app) {
    const { token } = await ask("enrol/", { body: { code, app }, language: this.language });
    await store.forgetEvent();
    await store.keepFacts({ token, offset: 0 });
    await this.load();
    await this.sync();
  }

  /** Brings both sides up to date; asked for meanwhile, once more. Resolves when this round is over. */
  sync() {
    if (!this.token) return Promise.resolve();
    if (this.isOver && !this.isWiped) this.wipe();
    if (!navigator.onLine) {
      this.lost();
      return Promise.resolve();
    }
    if (this.busy) {
      this.again = true;
      return this.busy;
    }
    this.busy = this.round().finally(() => {
      this.busy = null;
      if (this.again) {
        this.again = false;
        this.sync();
      }
    });
    return this.busy;
  }

  async round() {
    try {
      let waiting = await this.toSend();
      while (waiting.length) {
        await this.deliver(waiting.slice(0, BATCH));
        waiting = await this.toSend();
      }
      await this.fetchList();
    } catch (trouble) {
      await this.failed(trouble);
    }
  }

  /** Sends scans; one that cannot be read keeps no other from being heard. */
  async deliver(scans) {
    try {
      await this.send(scans);
    } catch (trouble) {
      if (!(trouble instanceof Refused) || trouble.status !== 400) throw trouble;
      if (scans.length === 1) {
        await store.setAside(scans[0], this.version);
        return;
      }
      const half = Math.ceil(scans.length / 2);
      await this.deliver(scans.slice(0, half));
      await this.deliver(scans.slice(half));
    }
  }

  /** Sends scans; what is answered is no longer on its way. */
  async send(scans, patience) {
    const { length } = await this.waiting();
    const body = { scans: scans.map(({ event, unreadable, ...said }) => said), unsent: Math.max(0, length - scans.length) };
    const answer = await ask("scans/", { token: this.token, body, language: this.language, patience });
    await store.unqueue(scans);
    this.reached();
    return answer;
  }

  /** The house's word on one scan, or null when it does not come in time. */
  async asked(scan) {
    if (!this.isReached || !navigator.onLine) return null;
    try {
      const { scans } = await this.send([scan], ASKED_PATIENCE);
      return scans[0] ?? null;
    } catch (trouble) {
      await this.failed(trouble);
      return null;
    }
  }

  async search(words) {
    try {
      const found = await ask("search/", { token: this.token, body: { words }, language: this.language });
      this.reached();
      return found;
    } catch (trouble) {
      await this.failed(trouble);
      return null;
    }
  }

  async fetchList() {
    const [since = 0, carriesNeeds] = await Promise.all(["version", "needs"].map(store.fact));
    const begun = Date.now();
    const answer = await ask(`list/?since=${since}${carriesNeeds ? "&needs=1" : ""}`, { token: this.token, language: this.language });
    const ended = Date.now();
    const at = performance.now();
    await store.takeList(answer, ended);
    this.device = answer.about.device;
    this.isWiped = false;
    if (ended - begun < SLOWEST_ROUND) {
      await store.keepFacts({ offset: Math.round(answer.now - (begun + ended) / 2) });
      this.mark = { house: answer.now, at };
    }
    await this.load();
    this.reached();
  }

  async failed(trouble) {
    if (trouble instanceof Refused && trouble.status === 401) {
      // The token of an event that is over shows nothing, and still sends.
      if (trouble.path !== "scans/" && (await this.toSend()).length) this.sync();
      else await this.forget("revoked");
    } else {
      this.lost();
    }
  }

  /** The event is over, in a pocket without network, or on a page that stayed open: nobody needs the list any more. */
  async wipe() {
    this.isWiped = true;
    await store.forgetList();
    this.dispatchEvent(new Event("over"));
  }

  /** Ends here: by itself (`left`), because the token opens nothing any more (`revoked`), or because the event is over. */
  async forget(why) {
    await store.forgetEvent();
    await this.load();
    this.isReached = false;
    this.dispatchEvent(new CustomEvent("ended", { detail: why }));
  }

  async leave() {
    await ask("leave/", { token: this.token, body: {}, language: this.language });
    await this.forget("left");
  }

  reached() {
    this.isReached = true;
    this.dispatchEvent(new Event("moved"));
  }

  lost() {
    this.isReached = false;
    this.dispatchEvent(new Event("moved"));
  }
}
