// Numbers that must come to a total say to what they come while they are typed. Without this a button counts them.

for (const box of document.querySelectorAll("[data-sum]")) {
  const output = box.querySelector("output");
  const total = Number(box.dataset.sum);
  const count = () => {
    let sum = 0;
    for (const input of box.querySelectorAll("input[type=number]")) sum += Number.parseInt(input.value, 10) || 0;
    output.textContent = sum;
    box.classList.toggle("is-off", sum !== total);
  };
  box.addEventListener("input", count);
  count();
}
