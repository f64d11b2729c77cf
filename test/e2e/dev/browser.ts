import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Browser } from "playwright-core";
import { startChromium } from "../../support/chromium";
import { OrdersPage } from "../../support/page";

/** A folder for pictures of what users see, for docs; without it none are taken. */
const { CAKE_SCREENSHOTS: pictures } = process.env;

/**
 * What users of the florist's page see in a browser.
 *
 * @param stack its address, and first passwords by name
 */
export function browser(
  stack: () => { readonly url: string; readonly passwords: Readonly<Record<string, string>> },
): void {
  let chromium: Browser;
  const opened: OrdersPage[] = [];

  const open = async (): Promise<OrdersPage> => {
    const page = await OrdersPage.open(chromium, stack().url);
    opened.push(page);
    return page;
  };
  const signedIn = async (user: string): Promise<OrdersPage> => {
    const page = await open();
    await page.signIn(user, stack().passwords[user] ?? "");
    return page;
  };
  const picture = async ({ page }: OrdersPage, name: string): Promise<void> => {
    if (pictures === undefined) return;
    await fs.mkdir(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  };

  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.close()));
  });
  afterAll(() => chromium.close());

  test("a user signs in on Keycloak's page, and is back with a name", async () => {
    const flora = await open();
    expect(await flora.who()).toBe("");
    await picture(flora, "signed-out");
    await flora.page.getByRole("button", { name: "Sign in" }).click();
    await flora.page.getByLabel("Username or email").waitFor();
    await picture(flora, "sign-in");
    await flora.fillIn("flora", stack().passwords.flora ?? "");
    await flora.page.locator("#signed-in").waitFor();
    expect(await flora.who()).toBe("Flora Florist, florist");
    expect(flora.page.url()).toBe(`${stack().url}/`);
    expect(await flora.order("red-roses", "Take it")).toBe("You took red-roses.");
    await picture(flora, "signed-in");
    expect(flora.complaints).toEqual([]);
  });

  test("a wrong password is refused, in the same words as a name that nobody has", async () => {
    const page = await open();
    await page.page.getByRole("button", { name: "Sign in" }).click();
    for (const name of ["flora", "nobody"]) {
      await page.fillIn(name, "wrong");
      await page.page.getByText("Invalid username or password.").waitFor();
    }
    await page.reload();
    expect(await page.who()).toBe("");
  });

  test("what a role does not allow is refused, and said", async () => {
    const dario = await signedIn("dario");
    expect(await dario.who()).toBe("Dario Driver, driver");
    expect(await dario.order("tulips", "Take it")).toBe("You may not do this.");
    expect(await dario.order("tulips", "Look at it")).toBe("You may not do this.");
    await picture(dario, "refused");
  });

  test("who signed out is asked for a password again", async () => {
    const flora = await signedIn("flora");
    await flora.page.getByRole("button", { name: "Sign out" }).click();
    await flora.page.locator("#signed-out").waitFor();
    expect(await flora.who()).toBe("");
    await flora.page.getByRole("button", { name: "Sign in" }).click();
    await flora.page.getByRole("textbox", { name: "Password" }).waitFor();
    expect(new URL(flora.page.url()).origin).not.toBe(stack().url);
  });

  test("a session is ended in every browser from any of them", async () => {
    const [here, there] = [await signedIn("flora"), await signedIn("flora")];
    await there.reload();
    expect(await there.who()).toBe("Flora Florist, florist");
    await here.page.getByRole("link", { name: "Sign out everywhere" }).click();
    await here.page.getByRole("button", { name: "Sign out all devices" }).click();
    await picture(here, "everywhere");
    await here.page.getByRole("button", { name: "Confirm" }).click();
    await here.page.getByRole("textbox", { name: "Password" }).waitFor();
    await there.reload();
    expect(await there.who()).toBe("");
  });
}
