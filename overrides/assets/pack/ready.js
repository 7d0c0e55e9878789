// On the page of a ready pack: one press copies its address.
const button = document.querySelector("[data-copy-page]"), told = document.querySelector("[data-copied]");
button.hidden = false;
button.addEventListener("click", async () => {
  const address = document.querySelector("link[rel=canonical]").href;
  try {
    await navigator.clipboard.writeText(address);
    told.textContent = "Link copied";
  } catch {
    told.textContent = `Copy this address: ${address}`;
  }
});
