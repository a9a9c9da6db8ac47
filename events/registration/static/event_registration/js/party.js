// As many persons are shown as come; what is written somewhere stays in sight.
const seats = document.querySelector("select[name=seats]");
const persons = [...document.querySelectorAll("[data-person]")];
const fields = (person) => [...person.querySelectorAll("input, select, textarea")];
const isFilled = (field) => (/checkbox|radio/.test(field.type) ? field.checked && field.value : field.value.trim());
const show = () => {
  for (const person of persons) {
    person.hidden = Number(person.dataset.person) > Number(seats.value) && !fields(person).some(isFilled);
  }
};
if (seats) {
  seats.addEventListener("change", show);
  show();
}
// What is needed for one way of being told unfolds when that way is chosen.
for (const folded of document.querySelectorAll("[data-opens-for]")) {
  for (const way of document.querySelectorAll("input[name=contact_pref]")) {
    way.addEventListener("change", () => {
      folded.open = folded.open || (way.checked && way.value === folded.dataset.opensFor);
    });
  }
}
