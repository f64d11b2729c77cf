import type { Handler } from "../../components/events/runtime/handler";

/** Answers with a greeting for `?name=…`. */
const hello: Handler = (request, { log }) => {
  const name = new URL(request.url).searchParams.get("name") ?? "world";
  log("greeted", { name });
  return Response.json({ message: `Hello, ${name}!`, method: request.method });
};

export default hello;
