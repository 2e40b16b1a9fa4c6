// After an answer the next pair stands where the one before it stood, and has the focus. What was
// said of the answer leaves the screen after a while; a refusal stays.

const A_WHILE = 4000;
let leaving = 0;

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "judging") return;
  const place = document.getElementById("judging");
  place.querySelector("[data-first]")?.focus({ preventScroll: true });
  if (place.getBoundingClientRect().top < 0) place.scrollIntoView({ block: "start" });
  const said = document.getElementById("said");
  clearTimeout(leaving);
  said.classList.remove("is-past");
  if (said.textContent.startsWith("Refused")) return;
  leaving = setTimeout(() => said.classList.add("is-past"), A_WHILE);
});
