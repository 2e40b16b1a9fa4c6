// A range control that walks along the rows of the table below it; without this file the table
// alone is there.

for (const slider of document.querySelectorAll("[data-slider]")) {
  const control = slider.querySelector("input[type=range]");
  const told = slider.querySelector("output");
  const rows = [...slider.parentElement.querySelectorAll("[data-slider-rows] > tr")];
  const middle = rows.findIndex((row) => row.cells[0].hasAttribute("data-now"));
  const show = () => {
    const at = Number(control.value);
    rows.forEach((row, number) => {
      if (number === at) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
    const [setting, estimate] = rows[at].cells;
    told.textContent = `${setting.textContent}: ${estimate.textContent}`;
    control.setAttribute("aria-valuetext", told.textContent);
  };
  control.value = String(middle < 0 ? Math.floor(rows.length / 2) : middle);
  control.addEventListener("input", show);
  slider.hidden = false;
  show();
}
