// The camera of a door: looks for a code again and again, and hands each over once.
//
//   <section data-camera data-jsqr="…"><video hidden></video> <button data-start hidden> <button data-stop hidden>
//   <p data-say="ready|none|insecure|refused|missing|offline" hidden>…</p></section>

const SAME_AGAIN_MS = 4000; // A ticket held in front of the camera is one scan, not twenty.
const LOOK_EVERY_MS = 150;
const WIDEST = 720; // Pixels a frame is reduced to: enough for a ticket at arm's length, cheap on a low-end phone.

export class Camera {
  /** `take(text)` is called with each code, one at a time; it answers whether that one is done with. */
  constructor(section, take) {
    this.section = section;
    this.take = take;
    this.video = section.querySelector("video");
    this.stream = null;
    this.timer = null;
    this.wakeLock = null;
    this.last = { text: "", at: 0 };
  }

  get isOn() {
    return this.stream !== null;
  }

  /** Shows one of the camera's sentences, or none. */
  say(what) {
    for (const line of this.section.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== what;
  }

  isSaying(what) {
    return !this.section.querySelector(`[data-say=${what}]`).hidden;
  }

  /** Shows the button, where there is a camera to start. */
  offer() {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.say(window.isSecureContext ? "missing" : "insecure");
      return;
    }
    this.say("");
    this.showTools();
    this.section.querySelector("[data-start]").addEventListener("click", () => this.start());
    this.section.querySelector("[data-stop]").addEventListener("click", () => this.stop());
    // A phone in a pocket does not film.
    document.addEventListener("visibilitychange", () => document.hidden && this.isOn && this.stop());
  }

  async start() {
    const button = this.section.querySelector("[data-start]");
    button.disabled = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 } },
        audio: false,
      });
    } catch (trouble) {
      this.say(trouble.name === "NotAllowedError" ? "refused" : "missing");
      button.disabled = false;
      return;
    }
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    this.section.classList.add("on");
    button.disabled = false;
    this.showTools();
    this.say("ready");
    navigator.wakeLock?.request("screen").then((lock) => (this.wakeLock = lock), () => {});
    this.look(await this.reader());
  }

  stop() {
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.wakeLock?.release();
    this.wakeLock = null;
    this.section.classList.remove("on");
    this.video.hidden = true;
    this.showTools();
    this.say("");
  }

  showTools() {
    this.section.querySelector("[data-start]").hidden = this.isOn;
    this.section.querySelector("[data-stop]").hidden = !this.isOn;
  }

  /** A function from a video to the text of the code in sight, or null. The browser's own reader where there is one. */
  async reader() {
    const native = window.BarcodeDetector;
    if (native && (await native.getSupportedFormats()).includes("qr_code")) {
      const detector = new native({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
    }
    await import(this.section.dataset.jsqr); // An older bundle: it leaves itself on the window.
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

  /** Looks at the picture again and again; while a ticket is being dealt with nothing else is read. */
  async look(read) {
    if (!this.stream) return;
    const text = this.video.readyState >= 2 ? await read(this.video).catch(() => null) : null;
    const now = performance.now();
    if (text && (text !== this.last.text || now - this.last.at > SAME_AGAIN_MS)) {
      const isDone = await this.take(text);
      // A ticket that did not get through is read again at once.
      this.last = { text: isDone ? text : "", at: performance.now() };
    } else if (text) {
      this.last.at = now; // Still the same ticket in the hand.
    }
    this.timer = setTimeout(() => this.look(read), LOOK_EVERY_MS);
  }
}
