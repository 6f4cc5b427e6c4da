// While something long is under way: fetch how far it is, and show the page anew when it is done.
const place = document.querySelector("[data-progress]");
const look = async () => {
  try {
    const answer = await fetch(place.dataset.progress);
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // The office does not answer just now; the next look may find it.
  }
  if (place.querySelector("[data-done]")) location.reload();
  else setTimeout(look, 2000);
};
if (place) setTimeout(look, 2000);
