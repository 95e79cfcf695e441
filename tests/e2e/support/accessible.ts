import { expect, type Page } from "@playwright/test";
import { findFaults } from "../../shots/look";

/** No serious or critical violation of WCAG 2 A and AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findFaults(page), new URL(page.url()).pathname).toEqual([]);
}
