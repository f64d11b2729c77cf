import hello from "../../examples/hello";

const context = { log: jest.fn() };
const body = async (url: string) => (await hello(new Request(url), context)).json();

test.each([
  ["greets who is named", "http://hello/?name=Ada", "Ada"],
  ["greets the world when nobody is named", "http://hello/", "world"],
  ["takes a name as it is", "http://hello/?name=%3Cb%3E", "<b>"],
])("%s", async (_, url, name) => {
  expect(await body(url)).toEqual({ message: `Hello, ${name}!`, method: "GET" });
  expect(context.log).toHaveBeenLastCalledWith("greeted", { name });
});
