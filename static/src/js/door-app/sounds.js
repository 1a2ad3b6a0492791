// What a door says to ears and hands: one signal a verdict, told apart without looking.

const SOUNDS = {
  welcome: { tones: [660, 880], shake: [80] },
  already: { tones: [440, 440], shake: [60, 60, 60] },
  refused: { tones: [330, 220], shake: [250] },
  offline: { tones: [220], shake: [250, 80, 250] },
  undone: { tones: [520], shake: [40] },
};
const CHOICE = "door.sound";

let speaker = null;

/** Sounds and shakes for a kind of verdict, where `isOn`; not before somebody touched the page: browsers refuse that, and say so. */
export function signal(kind, isOn) {
  if (!isOn || navigator.userActivation?.hasBeenActive === false) return;
  const { tones, shake } = SOUNDS[kind] ?? SOUNDS.undone;
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

/** A box that says whether there is sound; this browser remembers it. */
export function keepChoice(box) {
  box.closest("label").hidden = false;
  box.checked = localStorage.getItem(CHOICE) !== "off";
  box.addEventListener("change", () => localStorage.setItem(CHOICE, box.checked ? "on" : "off"));
}
