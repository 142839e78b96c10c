// The card of the person whose phone is open: who they are, and what one can do with the phone itself.
import { element, initial, MESSENGERS, phone, digits, role } from "./words.js";

/** `acts`: restart(), block(blocked), forget() or null for a sample person. */
export function fillCard(card, person, blocked, acts) {
  const head = element(
    "div",
    { class: "card-head" },
    element("span", { class: "avatar", "aria-hidden": "true" }, initial(person.name)),
    element("div", {}, element("h2", {}, person.name), element("p", { class: "card-role" }, role(person))),
  );
  const facts = [
    ["پیام‌رسان", MESSENGERS[person.messenger] ?? person.messenger],
    ["شناسه", phone(person.account)],
    person.phone ? ["شماره", phone(person.phone)] : null,
    person.language && person.language !== "fa" ? ["زبان", person.language === "en" ? "انگلیسی" : person.language] : null,
    person.start ? ["دعوت", "پیوند دعوت دارد"] : null,
  ].filter(Boolean);
  card.replaceChildren(
    head,
    element("dl", {}, ...facts.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)])),
    element("div", { class: "card-acts" }, ...buttons(blocked, acts)),
    element("p", { class: "card-note" }, `شما اکنون گوشی ${person.name} را در دست دارید. هرچه بنویسید، ربات از او می‌شنود.`),
  );
}

function buttons(blocked, acts) {
  const block = element(
    "button",
    { class: "switch", type: "button", role: "switch", "aria-checked": String(blocked), "data-testid": "block", onclick: () => acts.block(!blocked) },
    "بلوک کردن ربات",
  );
  return [
    element("button", { class: "quiet", type: "button", "data-testid": "restart", onclick: acts.restart }, "شروع دوباره"),
    block,
    acts.forget ? element("button", { class: "quiet danger", type: "button", "data-testid": "forget", onclick: acts.forget }, "برداشتن از فهرست") : null,
  ].filter(Boolean);
}
