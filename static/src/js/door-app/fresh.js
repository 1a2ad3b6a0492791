// A page that stays open for days takes up a newer application by itself, once nobody stands at the door.

const LOOK_EVERY_MS = 3_600_000; // Browsers look for a newer one when a page is opened, and this one is not.
const QUIET_MS = 600_000;
const EVERY_MS = 60_000;

/** `isBusy()` says whether somebody is reading tickets without touching anything. */
export function keepFresh(registration, isBusy) {
  const { serviceWorker } = navigator;
  let isControlled = Boolean(serviceWorker.controller);
  let isOld = false;
  let touched = Date.now();
  for (const hand of ["pointerdown", "keydown"]) addEventListener(hand, () => (touched = Date.now()));
  serviceWorker.addEventListener("controllerchange", () => {
    isOld = isControlled; // The first worker of all brings nothing newer than the page.
    isControlled = true;
  });
  setInterval(() => {
    if (isOld && !isBusy() && Date.now() - touched > QUIET_MS) location.reload();
  }, EVERY_MS);
  setInterval(() => registration.update().catch(() => {}), LOOK_EVERY_MS);
}
