// How many hosts there are is counted anew while one chooses. Without this the button does it. Nothing is kept by it.

const WAIT_MS = 400;

for (const form of document.querySelectorAll("form[data-reach]")) {
  let timer = null;
  let turn = 0;

  async function count() {
    const mine = (turn += 1);
    const answer = await fetch(form.dataset.reach, { method: "POST", body: new FormData(form) });
    // What was chosen meanwhile is asked for already.
    if (!answer.ok || mine !== turn) return;
    const told = document.createRange().createContextualFragment(await answer.text());
    for (const part of told.querySelectorAll("[data-reach-for]")) {
      document.getElementById(part.dataset.reachFor)?.replaceChildren(...part.childNodes);
    }
  }

  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(() => count().catch(() => {}), WAIT_MS);
  });
}
