import { expect, test } from "./support/story";
import { patient } from "./support/pace";
import { left } from "./support/arrive";

// Who tries the product walks through many roles: each is one press away, from wherever one stands.

test("a role of the demonstration is taken by one press, and changed by two", async ({ page }) => {
  await page.goto("/sign-in/staff");
  const take = async (login: string) => {
    const button = page.getByRole("button", { name: `登录 ${login}`, exact: true });
    await expect(button, "its code may have been used a moment ago").toBeEnabled({ timeout: patient(70_000) });
    await button.click();
    await left(page, "工作人员登录");
  };
  await take("auditor");
  await expect(page.getByText("审计员").filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "换一个演示账号" }).click();
  await take("hall");
  await expect(page.getByText("场馆人员").filter({ visible: true }).first()).toBeVisible();
});
