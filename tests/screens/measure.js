// Measures the message of that number, scrolled to its end as the messengers show it.
async (number) => {
  await document.fonts.ready;
  const log = document.querySelector("[data-testid='log']");
  const message = document.querySelector(`[data-testid='message'][data-id='${number}']`);
  log.scrollTop = log.scrollHeight;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  const keys = [...message.querySelectorAll(".inline-row > *"), ...document.querySelectorAll(".keyboard:not([hidden]) button")];
  const cut = keys.filter((key) => key.scrollWidth > key.clientWidth).map((key) => key.textContent);
  const hidden = Math.max(0, log.getBoundingClientRect().top - message.querySelector(".text").getBoundingClientRect().top);

  // A number in groups (a card, a telephone, a day with slashes) stands in one line from left to right.
  const NUMBER = /\+?[0-9۰-۹٠-٩]+(?:[-\/.: ]?[0-9۰-۹٠-٩•]+)+/gu;
  const place = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const backwards = (node, found) => {
    const digits = [...found[0].matchAll(/[0-9۰-۹٠-٩]/gu)].map((one) => place(node, found.index + one.index));
    return digits.some((one, at) => at > 0 && Math.abs(one.top - digits[at - 1].top) < 4 && one.left < digits[at - 1].left - 1);
  };
  const mixed = [];
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    for (const found of walker.currentNode.data.matchAll(NUMBER))
      if (backwards(walker.currentNode, found)) mixed.push(found[0]);
  return { cut, hidden, mixed };
};
