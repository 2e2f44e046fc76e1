// Says to screen readers what parts of the page tell that renew themselves or are put
// in place of others: at once when what a part tells is other than before, a number
// that grows at most once a minute. The parts are no live regions, or every renewal
// would read them out as a whole. What stands still when the page opens is not said.
(() => {
  const EVERY_MS = 60_000;
  const known = new Map();
  let isOpening = true;

  const news = (part) => {
    const { told = "", number = "" } = part.dataset;
    const before = known.get(part.id) || { told: "", number: "", at: 0 };
    const isOther = told !== before.told;
    const isDue = number !== before.number && performance.now() - before.at >= EVERY_MS;
    if (!isOther && !isDue) return "";
    known.set(part.id, { told, number, at: performance.now() });
    if (isOpening && !part.hasAttribute("hx-get")) return "";
    return isOther ? told : `${told}, ${number}`;
  };

  const tell = () => {
    const region = document.getElementById("told");
    const parts = document.querySelectorAll("main [data-told]");
    const said = region ? [...parts].map(news).filter(Boolean) : [];
    if (said.length) region.textContent = said.join(" ");
    isOpening = false;
  };

  new MutationObserver(tell).observe(
    document.querySelector("main"), { childList: true, subtree: true });
  tell();
})();
