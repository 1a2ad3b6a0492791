// An occupation is found while its name is typed. Without this the button finds it.

const WAIT_MS = 250;

/** The choices are our own server's markup, the same as in the page. */
async function find(box, words, turn) {
  const address = new URL(box.dataset.occupation, location.href);
  const chosen = box.querySelector("input[type=radio]:checked")?.value ?? "";
  address.search = new URLSearchParams({ words, chosen, name: box.dataset.name, id: box.dataset.id });
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  // What was typed meanwhile is asked for already.
  if (!answer.ok || box.dataset.turn !== turn) return;
  const markup = document.createRange().createContextualFragment(await answer.text());
  box.querySelector("[data-occupation-choices]").replaceChildren(markup);
}

for (const box of document.querySelectorAll("[data-occupation]")) {
  if (box.dataset.turn) continue;
  box.dataset.turn = "0";
  let timer = null;
  box.querySelector("input[type=text]").addEventListener("input", (event) => {
    clearTimeout(timer);
    const turn = (box.dataset.turn = `${Number(box.dataset.turn) + 1}`);
    timer = setTimeout(() => find(box, event.target.value, turn).catch(() => {}), WAIT_MS);
  });
}
