import { both, but, either, noOne, onAll, onAny, oneself, type Model } from "./model";

/** What office.zed means, which has all that a permission can be made of. */
export const office: Model = {
  user: {
    relations: { manager: ["user"] },
    permissions: { see: either(oneself, "manager") },
  },
  team: {
    relations: { lead: ["user"], member: ["user", "team#member"] },
    permissions: { people: either("lead", "member") },
  },
  folder: {
    relations: {
      parent: ["folder", "folder with condition"],
      owner: ["user", "team#people"],
      viewer: ["user", "user:*", "team#member", "user with condition"],
      banned: ["user with condition", "user:*"],
    },
    permissions: {
      own: either("owner", onAny("parent", "own")),
      view: but(either("viewer", "own", onAny("parent", "view")), "banned"),
      destroy: noOne,
    },
  },
  document: {
    relations: {
      folder: ["folder"],
      author: ["user"],
      editor: ["user", "team#member", "team#member with condition"],
      reader: ["user", "user:*", "user:* with condition"],
      blocked: ["user", "user with condition"],
      reviewer: ["team", "team#lead"],
    },
    permissions: {
      edit: but(both(either("author", "editor"), onAny("folder", "view")), "blocked"),
      view: either("reader", "edit", onAny("folder", "view")),
      read: but(but("reader", "blocked"), "author"),
      review: but(onAny("reviewer", "people"), "author"),
      approve: but(onAll("reviewer", "people"), either("author", "blocked")),
      comment: but(
        both("reader", either("editor", onAny("reviewer", "member"))),
        both("author", onAny("folder", "own")),
      ),
    },
  },
};
