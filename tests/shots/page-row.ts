import type { Page } from "@playwright/test";
import type { World } from "./world";

// One row of the table of pages: what is opened, by whom, in which moment of the made-up world, in which variants.

/** Moments of one exam day, in their order; most pages are seen while all is quiet. */
export const MOMENTS = ["quiet", "planned", "sealed", "waiting", "running", "handed-in", "marked", "released"] as const;
export type Moment = (typeof MOMENTS)[number];

export const VARIANTS = {
  "desk-light": { width: 1440, scheme: "light", large: false },
  "desk-dark": { width: 1440, scheme: "dark", large: false },
  "phone-light": { width: 390, scheme: "light", large: false },
  "phone-dark": { width: 390, scheme: "dark", large: false },
  "phone-large": { width: 390, scheme: "light", large: true },
  print: { width: 794, scheme: "light", large: false },
} as const;
export type Variant = keyof typeof VARIANTS;

/**
 * A staff account's login, or: nobody (not signed in), newcomer (the demonstration's learner), graduate (holds a
 * certificate), candidate (sits at a machine).
 */
export type Visitor = string;

export interface PageRow {
  name: string;
  /** The file in app/routes, without its ending; `null` for an address that no route has. */
  route: string | null;
  by: Visitor;
  /** The address, or the way to it over the links of other pages. */
  at: string | ((page: Page, world: World) => Promise<string>);
  moment?: Moment;
  variants?: readonly Variant[];
  /** The answer's status; 200 unless said. */
  status?: number;
  /** Brings the opened page into the state that is meant: a form sent empty, a dialog opened. Run once a width. */
  state?: (page: Page, world: World) => Promise<void>;
  /** A page that cannot be opened twice: it is looked at where it stands, the window made narrow. */
  once?: boolean;
  /** Takes long to come to (a drill played, a world drawn): left out where time is short. */
  heavy?: boolean;
}

export const FULL: readonly Variant[] = ["desk-light", "phone-light", "desk-dark", "phone-dark", "phone-large"];
export const BRIEF: readonly Variant[] = ["desk-light", "phone-light"];

/** The address of the first link on the page `from` that fits `href` (and shows `text`). */
export const link =
  (from: string | ((page: Page, world: World) => Promise<string>), href: RegExp, text?: string | RegExp) =>
  async (page: Page, world: World): Promise<string> => {
    await page.goto(typeof from === "string" ? from : await from(page, world));
    const links = page.locator("main a[href]").filter(text === undefined ? {} : { hasText: text });
    await links.first().waitFor();
    for (const one of await links.all()) {
      const address = (await one.getAttribute("href"))!;
      if (href.test(address)) return address;
    }
    throw new Error(`${page.url()} has no link ${href}${text === undefined ? "" : ` with ${text}`}`);
  };
