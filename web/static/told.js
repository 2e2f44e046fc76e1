// Says to screen readers what a part of the page tells that renews itself every second:
// at once when state or step changed, a number that grows at most once a minute. The
// part itself is no live region, or every renewal would be read out.
(() => {
  const EVERY_MS = 60_000;
  let told = "", number = "", at = 0;

  const tell = () => {
    const region = document.getElementById("told");
    const part = document.querySelector("main [data-told]");
    if (!region || !part) return;
    const isOther = part.dataset.told !== told;
    const isDue = part.dataset.number !== number && performance.now() - at >= EVERY_MS;
    if (!isOther && !isDue) return;
    ({ told, number } = part.dataset);
    at = performance.now();
    region.textContent = isOther ? told : `${told}, ${number}`;
  };

  new MutationObserver(tell).observe(
    document.querySelector("main"), { childList: true, subtree: true });
  tell();
})();
