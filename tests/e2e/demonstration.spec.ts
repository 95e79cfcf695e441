import { expect, test } from "@playwright/test";

// Who tries the product walks through many roles: each is one press away, from wherever one stands.

test("a role of the demonstration is taken by one press, and changed by two", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/sign-in/staff");
  const take = async (login: string) => {
    const button = page.getByRole("button", { name: `登录 ${login}`, exact: true });
    await expect(button, "its code may have been used a moment ago").toBeEnabled({ timeout: 70_000 });
    await button.click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  };
  await take("auditor");
  await expect(page.getByText("审计员").filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "换一个演示账号" }).click();
  await take("hall");
  await expect(page.getByText("场馆人员").filter({ visible: true }).first()).toBeVisible();
});
