// The security policy allows no inline script, so this has a file. What a person has chosen about the window comes
// first: the host shows the window when it knows how it looks.
import start from "./page.js";

const kept = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

document.documentElement.dataset.textSize = kept("text-size") ?? "100";
window.__TAURI_INTERNALS__?.invoke("choose_appearance", { appearance: kept("appearance") ?? "system" });

// Works the buttons of a page that has met a fault: nothing else in it answers any more.
document.addEventListener("click", (event) => {
  const does = event.target.closest?.("[data-fault]")?.dataset.fault;
  if (does === "reload") location.reload();
  if (does === "copy") {
    getSelection().selectAllChildren(document.querySelector("[data-fault=details]"));
    document.execCommand("copy");
  }
});

start();
