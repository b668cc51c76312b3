// In the head, before anything is drawn: the page has scripts, and wears what its visitor chose last time.
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // Within another page's frame a browser may keep nothing, and says so by throwing.
  const keep = (theme) => {
    try {
      localStorage.setItem("theme", theme);
    } catch {}
  };
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };

  root.dataset.theme ??= kept() ?? "";
  if (root.dataset.theme === "") {
    delete root.dataset.theme;
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme")?.addEventListener("click", () => {
      const worn = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = worn === "dark" ? "light" : "dark";
      keep(root.dataset.theme);
    });
  });
})();
