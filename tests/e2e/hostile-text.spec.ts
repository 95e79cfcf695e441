import { expect, test } from "./support/story";

// What a stranger writes into an address or a form comes back as text: in the page, in the data that the page carries
// for its script, in its links.

const SCRIPT = `</script><script>window.intruder=1</script>"'><img src=x onerror=window.intruder=1>`;

test("what a visitor wrote comes back as text: in the page, in its data, in its links", async ({ page }) => {
  const written = encodeURIComponent(SCRIPT);
  for (const path of [
    `/sign-in?next=/${written}`,
    `/sign-in/staff?next=/${written}`,
    `/drill?voice=${written}`,
    `/verify?number=${written}`,
    `/verify/${written}`,
    `/drill/${written}`,
    `/${written}`,
  ]) {
    const answer = (await page.goto(path))!;
    const html = await answer.text();
    expect(html, path).not.toContain("<script>window.intruder");
    expect(html, path).not.toMatch(/<img src=x/i);
    expect(answer.headers()["content-type"], path).toMatch(/;\s*charset=utf-8/i);
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => "intruder" in window), path).toBe(false);
  }
  await page.goto("/verify");
  for (const field of await page.getByRole("textbox").all()) await field.fill(SCRIPT);
  await page.locator("main form").getByRole("button").first().click();
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => "intruder" in window)).toBe(false);
  expect(await page.locator("main img[src=x]").count()).toBe(0);
});
