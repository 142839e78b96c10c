// How keys are drawn: as the two messengers draw them, a label in one line, or with the whole label.

const LOOK = "hamyar.labels";

/** Keeps the choice of the switch in this browser; labels are cut unless somebody wanted them whole. */
export function chooseLook(button) {
  const show = (whole) => {
    document.body.dataset.labels = whole ? "whole" : "cut";
    button.setAttribute("aria-checked", String(!whole));
  };
  show(localStorage.getItem(LOOK) === "whole");
  button.addEventListener("click", () => {
    const whole = document.body.dataset.labels === "cut";
    localStorage.setItem(LOOK, whole ? "whole" : "cut");
    show(whole);
  });
}
