import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

// What can be measured on a page as it stands.

export interface Seen {
  /** Serious and critical faults of WCAG 2 A and AA, one line each. */
  axe: string[];
  /** Pixels that the page is wider than the window. */
  overflow: number;
  /** Elements whose words are cut off, or that stand outside of the window. */
  cut: string[];
  /** Targets below 44 × 44 px, links within a sentence aside. */
  small: string[];
  /** Headings and paragraphs whose last line is one lone character. */
  lone: string[];
  headings: number;
}

const GRAVE = new Set(["serious", "critical"]);

/**
 * What is folded away is looked at too, and folded again. `colours`: contrast alone, for the dark of a page that was
 * looked at whole in the light. `within`: that part alone.
 */
export async function findFaults(
  page: Page,
  { colours = false, within }: { colours?: boolean; within?: string } = {},
): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (within) axe.include(within);
  await unfold(page);
  const { violations } = await (
    colours ? axe.withRules(["color-contrast"]) : axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
  ).analyze();
  await fold(page);
  return violations
    .filter(({ impact }) => GRAVE.has(impact ?? ""))
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 4)
          .map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`)
          .join(" | ")}`,
    );
}

/** Opens every <details>, also those within another. */
const unfold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLDetailsElement>("details:not([open])")) {
      one.open = true;
      one.dataset.unfolded = "";
    }
  });
const fold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLDetailsElement>("details[data-unfolded]")) {
      one.open = false;
      delete one.dataset.unfolded;
    }
  });

/** The faults of each dialog that a button of the page opens; one of those that `seen` names is not opened again. */
export async function findDialogFaults(page: Page, seen: Set<string>): Promise<string[]> {
  const faults: string[] = [];
  for (const button of await page.locator("button[aria-haspopup=dialog]:enabled").all()) {
    const words = ((await button.textContent()) ?? "").replace(/\s+/g, " ").trim();
    if (seen.has(words) || !(await button.isVisible())) continue;
    seen.add(words);
    await button.click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    faults.push(...(await findFaults(page, { within: "[role=dialog]" })).map((fault) => `${words}: ${fault}`));
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }
  return faults;
}

export async function measure(page: Page): Promise<Omit<Seen, "axe">> {
  // tsx names the functions it compiles through this helper, which the page does not have.
  await page.evaluate("globalThis.__name ??= (work) => work");
  return page.evaluate(() => {
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 30)}”`;
    const shown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.closest(".sr-only, [aria-hidden=true]");
    const scrolls = (element: Element | null): boolean =>
      Boolean(element) &&
      element !== document.body &&
      (/(auto|scroll)/.test(getComputedStyle(element!).overflowX) || scrolls(element!.parentElement));
    const all = [...document.body.querySelectorAll("*")].filter(
      (one) => !(one instanceof SVGElement) && one.tagName !== "SCRIPT" && shown(one),
    );
    const cut = all.filter((one) => {
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      if (box.width <= 2 || box.height <= 2) return false;
      const clipped =
        style.overflowX !== "visible" &&
        !/(auto|scroll)/.test(style.overflowX) &&
        one.scrollWidth > one.clientWidth + 1 &&
        one.tagName !== "INPUT";
      const low =
        /(hidden|clip)/.test(style.overflowY) &&
        one.scrollHeight > one.clientHeight + 2 &&
        one.tagName !== "INPUT" &&
        one.clientHeight > 0;
      return (
        clipped ||
        low ||
        (box.right > document.documentElement.clientWidth + 1 &&
          !scrolls(one.parentElement) &&
          style.position !== "fixed")
      );
    });
    const inSentence = (link: Element) =>
      link.tagName === "A" &&
      getComputedStyle(link).display === "inline" &&
      [...(link.parentElement?.childNodes ?? [])].some(
        (node) => node.nodeType === 3 && node.textContent!.trim().length > 1,
      );
    const targets = [
      ...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab]"),
    ].filter(shown);
    const small = targets.filter((one) => {
      const box = (one.closest("label") ?? one).getBoundingClientRect();
      const own = one.getBoundingClientRect();
      return own.width > 1 && (Math.round(box.height) < 44 || Math.round(box.width) < 44) && !inSentence(one);
    });
    const lone = [...document.querySelectorAll("h1, h2, h3, p, dd, li, button span")]
      .filter((one) => shown(one) && one.children.length === 0 && (one.textContent ?? "").trim().length > 3)
      .filter((one) => {
        const text = one.firstChild as Text | null;
        if (text?.nodeType !== 3) return false;
        const range = document.createRange();
        const topOf = (at: number) => {
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          return range.getBoundingClientRect().top;
        };
        const length = text.data.trimEnd().length;
        if (length < 4) return false;
        const last = topOf(length - 1);
        const loneChar = last - topOf(length - 2) > 5;
        const loneWithStop = /[。，；：）”]/.test(text.data[length - 1]!) && last - topOf(length - 3) > 5;
        return loneChar || loneWithStop;
      });
    return {
      overflow: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
      cut: cut.slice(0, 12).map(name),
      small: small.slice(0, 24).map((one) => {
        const box = one.getBoundingClientRect();
        return `${name(one)} ${Math.round(box.width)}×${Math.round(box.height)}`;
      }),
      lone: lone.slice(0, 12).map(name),
      headings: document.querySelectorAll("h1").length,
    };
  });
}
