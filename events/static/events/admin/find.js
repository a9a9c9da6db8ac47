// The list at the door, narrowed while somebody types. Without this script the list is whole, and the browser searches it.
const box = document.querySelector("[data-find]");
const rows = [...document.querySelectorAll("[data-member]")];

/** Write hiragana and katakana, full and half width, capitals and gaps in one way. */
function plain(text) {
  const small = text.normalize("NFKC").toLowerCase().replace(/[\s・‐-]/g, "");
  return small.replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}

if (box) {
  const field = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  const words = rows.map((row) => plain(row.querySelector("th").textContent));
  field.addEventListener("input", () => {
    const wanted = plain(field.value);
    rows.forEach((row, index) => { row.hidden = !words[index].includes(wanted); });
    said.textContent = rows.every((row) => row.hidden) ? box.dataset.nobody : "";
  });
  // The next person is typed over the last one.
  field.addEventListener("focus", () => field.select());
  box.hidden = false;
}
