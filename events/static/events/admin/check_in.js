// The door without waiting for the page: each check-in is kept on this device until the server has answered, so that
// none is lost when the network drops. The server knows each by its nonce: sent twice is the same as once.
// Without this script the forms of the page do the same, one page at a time.
const desk = document.querySelector("[data-check-in]");
const said = document.querySelector("[data-said]");
const unsent = document.querySelector("[data-unsent]");
const KEY = `check-in:${location.pathname}`;
const PATIENCE = 8000; // milliseconds for an answer
const AGAIN = 10000; // milliseconds until what is unsent is tried once more

let memory = [];
let isSending = false;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return memory; // no storage on this device: the page keeps it as long as it is open
  }
}

function keep(entries) {
  memory = entries;
  try {
    if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
    else localStorage.removeItem(KEY);
  } catch { /* as above */ }
  show(entries);
}

function rowsOf(entry) {
  const member = entry.came ?? entry.undo;
  const code = (entry.code ?? "").toUpperCase().replace(/[^A-Z0-9]/g, "");
  return [...document.querySelectorAll("[data-member]")].filter((row) => member ? row.dataset.member === member : code && row.dataset.code === code);
}

function show(entries) {
  unsent.hidden = !entries.length;
  unsent.querySelector("[data-count]").textContent = unsent.dataset.count.replace("{n}", entries.length);
  const items = entries.map((entry) => {
    const item = document.createElement("li");
    item.textContent = rowsOf(entry)[0]?.dataset.name ?? entry.code ?? "?";
    return item;
  });
  unsent.querySelector("ul").replaceChildren(...items);
}

function tell(text, isOk) {
  said.textContent = text;
  said.dataset.ok = String(isOk);
}

/** Let the row of a person say what the server says of her, and its button do the opposite. */
function turn(row, isHere) {
  const words = row.closest("[data-names]").dataset;
  const button = row.querySelector("button");
  row.toggleAttribute("data-here", isHere);
  button.name = isHere ? "undo" : "came";
  button.textContent = isHere ? words.takeBackWord : words.checkInWord;
  button.ariaLabel = (isHere ? words.takeBackLabel : words.checkInLabel).replace("{name}", () => row.dataset.name);
  button.classList.toggle("button-secondary", isHere);
  row.querySelector(".ev-status")?.remove();
  if (!isHere) return;
  const status = document.createElement("span");
  status.className = "ev-status ev-status--confirmed";
  status.textContent = words.came;
  button.before(status, " ");
}

function mark(answer) {
  for (const row of document.querySelectorAll("[data-member]")) {
    if (!answer.members?.includes(Number(row.dataset.member))) continue;
    if (row.hasAttribute("data-here") !== answer.came) turn(row, answer.came);
  }
  const number = document.querySelectorAll("[data-here]").length;
  document.querySelector("[data-came-count]").textContent = number;
}

/** Send one; return the server's answer, or nothing when there was none that it would stand by. */
async function send(entry) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", desk.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(entry)) data.set(name, value);
  try {
    const response = await fetch(location.pathname, {
      method: "POST", body: data, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok && response.headers.get("Content-Type")?.includes("json")) return await response.json();
    tell(response.status >= 500 ? said.dataset.offline : said.dataset.loggedOut, false);
  } catch {
    tell(said.dataset.offline, false);
  }
  return null;
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  try {
    for (let entries = kept(); entries.length; entries = kept()) {
      const answer = await send(entries[0]);
      if (!answer) break;
      keep(kept().filter((entry) => entry.nonce !== entries[0].nonce));
      tell(answer.said, answer.ok);
      mark(answer);
    }
  } finally {
    isSending = false;
  }
}

function nonce() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function checkIn(what) {
  keep([...kept(), { ...what, nonce: nonce(), at: String(Date.now()) }]);
  sendAll();
}

if (desk) {
  desk.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = desk.elements.code;
    checkIn({ code: field.value.trim() });
    field.value = "";
    field.focus();
  });
  desk.addEventListener("scanned", (event) => checkIn({ code: event.detail, method: "qr" }));
  document.querySelector("[data-names]")?.addEventListener("submit", (event) => {
    if (!event.submitter?.name) return;
    event.preventDefault();
    checkIn({ [event.submitter.name]: event.submitter.value });
  });
  addEventListener("online", sendAll);
  addEventListener("beforeunload", (event) => { if (kept().length) event.preventDefault(); });
  setInterval(sendAll, AGAIN);
  show(kept());
  sendAll();
}
