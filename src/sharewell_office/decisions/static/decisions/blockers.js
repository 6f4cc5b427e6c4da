// "What still blocks this", as the answers on the page stand: asked for after each change, and nothing is saved by it.
const form = document.querySelector("form[data-blocks]");
let latest;

form?.addEventListener("change", async () => {
  const mine = (latest = {});
  const answer = await fetch(form.dataset.blocks, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.status !== 200 || mine !== latest) return;
  const panel = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".app-blockers");
  document.querySelector(".app-blockers")?.replaceChildren(...panel.children);
});
