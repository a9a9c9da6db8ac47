// While a letter is on its way, looks again every few seconds and shows how it stands; the page works without it.
const EVERY = 3000;
const watched = document.querySelector("[data-watch]");

async function look() {
  if (document.hidden || watched.querySelector("details[open]")) return;
  const answer = await fetch(watched.dataset.watch, { credentials: "same-origin" });
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#letter-way");
  const now = watched.querySelector("#letter-way");
  if (!next || !now) return;
  const stood = now.dataset.standing;
  // What stands below depends on the standing too.
  if (next.dataset.standing !== stood) return window.location.reload();
  now.replaceWith(next);
}

if (watched) window.setInterval(() => look().catch(() => undefined), EVERY);
