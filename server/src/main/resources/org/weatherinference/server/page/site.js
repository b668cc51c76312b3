// In the head of a page that no server stands behind: chooses the language, and sees to it that the page works offline.
(() => {
  const languages = [...document.querySelectorAll("link[rel=alternate]")];
  const root = languages[0].href;

  // A browser may keep nothing, and says so by throwing.
  const keep = (language) => {
    try {
      localStorage.setItem("language", language);
    } catch {}
  };
  const kept = () => {
    try {
      return localStorage.getItem("language");
    } catch {
      return null;
    }
  };
  const find = (language) => languages.find((link) => link.hreflang === language.slice(0, 2).toLowerCase());

  const asked = location.origin + location.pathname.replace(/index\.html$/, "");
  const wanted = [kept() ?? [], navigator.languages].flat().map(find).find(Boolean);
  if (asked === root && wanted && wanted !== languages[0]) {
    location.replace(wanted.href + location.search + location.hash);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("nav a[hreflang]");
    if (link) {
      keep(link.hreflang);
    }
  });

  // A browser left to itself asks a while after a view, and not as long as one view follows the other.
  const keepOffline = async () => {
    const registration = await navigator.serviceWorker.register(new URL("service-worker.js", root));
    if (registration.active) {
      await registration.update();
    }
  };
  // After all else, so that the first view need not share the line with what is fetched for the next one.
  if (navigator.serviceWorker) {
    addEventListener("load", () => keepOffline().catch(() => {}));
  }
})();
