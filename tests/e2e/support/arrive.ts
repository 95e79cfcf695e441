import { expect, type Locator, type Page } from "@playwright/test";
import { patient } from "./pace";

// A story acts on a page when that page stands. The address changes before the page does (its data is still on the
// way), and what is on both pages, a filter, a table, a button, would be taken on the old one: what tells them apart is
// the page's own heading.

const SOON = { timeout: patient(30_000) };

/** Waits until the page stands that these words head: all of them, or what fits. */
export async function arrived(page: Page, heading: string | RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading, exact: typeof heading === "string" })).toBeVisible(
    SOON,
  );
}

/** Follows a link, or presses what leads on, to the page that these words head. */
export async function follow(page: Page, way: Locator, heading: string | RegExp): Promise<void> {
  await way.click();
  await arrived(page, heading);
}

/** Waits until the page that these words headed is gone, where several may follow it. */
export async function left(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toHaveCount(0, SOON);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible(SOON);
}
