import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { readPdf } from "../../support/read-pdf";

/**
 * Takes the file that `click` brings and holds it to what every document promises: a PDF, its type in it, no glyph
 * blank, no number whole.
 */
export async function download(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), click()]);
  const bytes = await readFile((await file.path())!);
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const { pages, fonts, blank } = await readPdf(bytes);
  expect(fonts.every((font) => font.embedded)).toBe(true);
  expect(blank).toEqual([]);
  const text = pages.join("\n");
  expect(text).not.toMatch(/339900\d{11}[\dX]/);
  return { name: file.suggestedFilename(), text };
}

export const pdf = (page: Page) => page.getByRole("link", { name: "下载 PDF" }).click();
