import { expect, type Page } from "@playwright/test";

// A drill must never call for real. From here on, whatever can dial is noted while the address is that of a drill being
// played, in whichever stage it stands and however short: 3D, plan, pause, compressions, the wait for the verdict.

const DIALS = '[href^="tel:" i], [href^="sms:" i], [formaction^="tel:" i]';

/** Begins to watch, before the first page; `expectNeverDialled` ends the story. */
export async function watchForDialling(page: Page): Promise<{ expectNeverDialled(): void }> {
  const found: string[] = [];
  let looks = 0;
  await page.exposeFunction("noteDialling", (what: string | null) => {
    looks++;
    if (what) found.push(what);
  });
  await page.addInitScript((dials) => {
    const told = new Set<string>();
    const note = (window as unknown as { noteDialling(what: string | null): void }).noteDialling;
    const look = () => {
      if (!location.pathname.endsWith("/play")) return;
      if (told.size === 0) {
        told.add("");
        note(null);
      }
      for (const link of document.querySelectorAll(dials)) {
        const what = `${location.pathname}${location.search}: ${link.closest("[role=dialog]") ? "in the pause, " : ""}${link.outerHTML.slice(0, 90)}`;
        if (!told.has(what)) {
          told.add(what);
          note(what);
        }
      }
    };
    new MutationObserver(look).observe(document, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["href", "formaction"],
    });
  }, DIALS);
  return {
    expectNeverDialled() {
      expect(looks, "the watch never saw a drill being played").toBeGreaterThan(0);
      expect(found, "inside a drill, something dials").toEqual([]);
    },
  };
}
