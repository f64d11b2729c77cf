import { addressOf } from "../../components/address";

test.each([
  ["http", 80, "http://shop.example.com"],
  ["http", 8080, "http://shop.example.com:8080"],
  ["https", 443, "https://shop.example.com"],
  ["https", 80, "https://shop.example.com:80"],
] as const)("%s on port %d is %s", (scheme, port, address) => {
  expect(addressOf({ scheme, port }, "shop.example.com")).toBe(address);
});
