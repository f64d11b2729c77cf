import type { Browser, BrowserContext, Page } from "playwright-core";

/** The florist's page in a browser with cookies of its own, as its user sees it. */
export class OrdersPage {
  /** What the browser wrote to its console as errors: what a policy forbade, what a script did not catch. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on("pageerror", ({ message }) => this.complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, url: string): Promise<OrdersPage> {
    const context = await browser.newContext({ viewport: { width: 900, height: 700 } });
    const orders = new OrdersPage(context, await context.newPage(), url);
    await orders.reload();
    return orders;
  }

  async reload(): Promise<void> {
    await this.page.goto(`${this.url}/`);
    await this.page.locator("main:visible").waitFor();
  }

  /** From the page's button to the page again. */
  async signIn(user: string, password: string): Promise<void> {
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.fillIn(user, password);
    await this.page.waitForURL(`${this.url}/`);
    await this.page.locator("#signed-in").waitFor();
  }

  /** On Keycloak's page. */
  async fillIn(user: string, password: string): Promise<void> {
    await this.page.getByLabel("Username or email").fill(user);
    await this.page.getByRole("textbox", { name: "Password" }).fill(password);
    await this.page.getByRole("button", { name: "Sign In" }).click();
  }

  /** Who the page says is signed in; empty when nobody is. */
  async who(): Promise<string> {
    const who = this.page.locator("#who:not(:empty)");
    return (await this.page.locator("#signed-in").isVisible()) ? who.innerText() : "";
  }

  /** What the page says to an order. */
  async order(id: string, button: "Take it" | "Look at it"): Promise<string> {
    await this.page.getByLabel("Order").fill(id);
    const answered = this.page.waitForResponse(`${this.url}/orders/${id}`);
    await this.page.getByRole("button", { name: button }).click();
    await answered;
    return this.page.locator("#answer:not(:empty)").innerText();
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
