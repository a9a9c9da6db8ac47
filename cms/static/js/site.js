// Nothing here is needed: each part only smooths what already works.

// The folded menu closes on Escape and on a press elsewhere.
const menus = document.querySelectorAll("details.menu, details.languages__more");
const close = (menu) => {
  if (!menu.open) return;
  menu.open = false;
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
};
addEventListener("keydown", (event) => event.key === "Escape" && menus.forEach(close));
addEventListener("click", (event) => menus.forEach((menu) => menu.contains(event.target) || close(menu)));

// Filters stand open beside the list where there is room.
const wide = matchMedia("(min-width: 60rem)");
const unfold = () => wide.matches && document.querySelectorAll("[data-wide-open]").forEach((part) => (part.open = true));
wide.addEventListener("change", unfold);
unfold();

// Buttons that need a script appear with it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// After a form came back with errors, start reading there.
document.querySelector("[data-focus]")?.focus();
