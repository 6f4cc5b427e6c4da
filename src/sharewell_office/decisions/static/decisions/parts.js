// What belongs to one of the answers is shown with that answer. Without a script it is always there.
const parts = [...document.querySelectorAll("[data-part-of]")];

function show() {
  for (const part of parts) {
    const chosen = new FormData(part.closest("form")).get(part.dataset.partOf);
    part.hidden = !part.dataset.when.split(" ").includes(chosen);
  }
}

show();
document.addEventListener("change", show);
window.addEventListener("pageshow", show); // come back to, a browser fills the answers in again
